import { inspectToken, openConnections } from "@catalyst/github";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";

const WHOLE = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;
type Permissions = Parameters<Peer["site"]["makeToken"]>[1]["permissions"];

let peer: Peer;
let connections: ReturnType<typeof openConnections>;
beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "bob"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write", bob: "triage" }, files: { "a.txt": "one\n" } },
      "acme/site": { roles: { ada: "write" }, files: { "a.txt": "one\n" } },
    },
  });
  connections = openConnections({ isPrivateAllowed: true });
});
afterEach(async () => {
  await connections.close();
  await peer.close();
});

const makeToken = (login: string, permissions: Permissions = WHOLE, repository = "acme/shop") =>
  peer.site.makeToken(login, { repositories: [repository], permissions });

async function inspect(token: string, name = "shop") {
  const site = { connections, now: () => new Date(), api: { url: peer.address, version: null } };
  const { account, findings } = await inspectToken(site, { token, host: "github.example", owner: "acme", name });
  return { account, said: findings.map(({ check, state, detail }) => `${check} ${state}: ${detail}`), findings };
}

test("a token that has all that is needed is told as its person's, and trying it leaves nothing behind", async () => {
  const before = structuredClone(peer.repository("acme/shop").issues);
  const { account, said } = await inspect(makeToken("ada"));
  expect(account).toEqual({ id: peer.person("ada").id, login: "ada" });
  expect(said).toEqual([
    "key ok: the token is ada's, as whom Catalyst acts there",
    "permissions ok: the token has all that is needed",
    expect.stringMatching(/^rules ok: /),
  ]);
  expect(peer.repository("acme/shop").issues).toEqual(before);
});

test.each<[Permissions, string]>([
  [{ ...WHOLE, contents: "read" }, "Contents: Read and write"],
  [{ ...WHOLE, issues: "read" }, "Issues: Read and write"],
  [{ ...WHOLE, pull_requests: "read" }, "Pull requests: Read and write"],
  [{ metadata: "read" }, "Contents: Read and write, Pull requests: Read and write, Issues: Read and write"],
])("of a token with %o it is said that it lacks %s, and where that is mended", async (permissions, lacks) => {
  const { findings } = await inspect(makeToken("ada", permissions));
  expect(findings.at(-1)).toEqual({
    ...{ check: "permissions", state: "failed", detail: `the token lacks ${lacks}` },
    page: "https://github.example/settings/personal-access-tokens",
    clicks: "the token, Edit, Permissions, Repository permissions, Update",
  });
});

test("what everybody may read of a public repository says nothing of what the token may", async () => {
  const { said } = await inspect(makeToken("ada", { metadata: "read" }, "acme/site"), "site");
  expect(said.at(-1)).toContain("permissions failed");
});

test("whose role isn't enough, whose token is for another repository, and whose token was taken back, is told so", async () => {
  expect((await inspect(makeToken("bob"))).said.at(-1)).toBe("repository failed: bob may not write there");
  expect((await inspect(makeToken("ada", WHOLE, "acme/site"))).said.at(-1)).toMatch(
    /^repository failed: the token doesn't reach it/,
  );
  const token = makeToken("ada");
  peer.site.revokeTokens("ada");
  expect((await inspect(token)).said).toEqual([
    "key failed: the token isn't taken: it was taken back, or its time is over",
  ]);
});

test("a token that ends is told with its day, and where another is made while there is time", async () => {
  const makeEnding = (days: number) =>
    peer.site.makeToken("ada", {
      ...{ repositories: ["acme/shop"], permissions: WHOLE },
      endsAt: new Date(Date.now() + days * 24 * 3_600_000),
    });
  expect((await inspect(makeEnding(60))).said[0]).toMatch(/^key ok: .*, until \d{4}-\d\d-\d\d$/);
  const { findings } = await inspect(makeEnding(5));
  expect(findings[0]).toMatchObject({
    ...{ check: "key", state: "limited", detail: expect.stringMatching(/until \d{4}-\d\d-\d\d$/) },
    page: "https://github.example/settings/personal-access-tokens/new",
  });
});
