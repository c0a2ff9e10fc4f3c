import type { Repo } from "@catalyst/core";
import {
  findInstallation,
  findNews,
  type GitHubApp,
  githubForge,
  installationReader,
  openConnections,
  openKeptTokens,
  openPerson,
  withReader,
  withToken,
} from "@catalyst/github";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { checkOut } from "../github-peer/testing/propose.ts";

const SHOP = { owner: "acme", repo: "shop" };
const PERMISSIONS = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;

let peer: Peer;
let connections: ReturnType<typeof openConnections>;
let place: { installationId: number; repositoryId: number };
beforeEach(async () => {
  peer = await makePeer({
    people: ["ada", "bob"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write", bob: "read" }, files: { "a.txt": "one\n" } },
      "acme/other": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
    },
  });
  connections = openConnections({ isPrivateAllowed: true });
  const { id } = peer.repository("acme/shop");
  place = { installationId: id, repositoryId: id };
});
afterEach(async () => {
  await connections.close();
  await peer.close();
});

/** Ada in the repository, by a token of hers for it and with these permissions. */
function openAda(permissions: Parameters<Peer["site"]["makeToken"]>[1]["permissions"] = PERMISSIONS): GitHubApp {
  const { id, login } = peer.person("ada");
  return openPerson({
    ...{ connections, gapMilliseconds: 0, now: () => new Date(), api: { url: peer.address, version: null } },
    account: { id, login },
    repository: { id: place.repositoryId, owner: "acme", name: "shop" },
    token: peer.site.makeToken("ada", { repositories: ["acme/shop"], permissions }),
  });
}

function forgeOf(app: GitHubApp) {
  const ids = { id: "r", projectId: "p" };
  const repo: Repo = {
    ...{ ...ids, vcs: "github", url: `${peer.address}/acme/shop`, name: "shop", defaultBranch: "main" },
    createdAt: new Date(),
  };
  const at = { installationId: place.installationId, repository: { id: place.repositoryId } };
  return { repo, forge: githubForge({ app, findPlace: async () => at }) };
}

test("what a person lets us do in a repository of theirs is done as them, and proposed as a draft alone", async () => {
  const { repo, forge } = forgeOf(openAda());
  await (await checkOut(peer, "ada", "acme/shop")).push("catalyst/one", { "a.txt": "two\n" });
  const wish = {
    repo,
    head: "catalyst/one",
    base: "main",
    title: "One",
    body: "It is two.",
    isDraft: false,
    mark: "m",
  };
  expect(await forge.ensurePullRequest(wish)).toMatchObject({ kind: "made", isNew: true, isDraft: true });
  const [issue] = peer.repository("acme/shop").issues;
  expect(issue).toMatchObject({ author: { login: "ada" }, pullRequest: { isDraft: true } });
  const target = await forge.readTarget({ repo, branches: ["main"] });
  expect(target).toMatchObject({ kind: "made", target: { account: { login: "ada" }, isPublic: false } });
});

test("no review is said in a person's name", async () => {
  const { repo, forge } = forgeOf(openAda());
  const { number, commit } = { number: 1, commit: "a".repeat(40) };
  const review = { repo, number, commit, mark: "m", body: "It subtracts.", wholeBody: "It subtracts.", comments: [] };
  expect(await forge.ensureReview(review)).toMatchObject({ kind: "failed", problem: { kind: "refused" } });
});

test("it is read by the same looks and questions, and stays the person's token afterwards", async () => {
  const app = openAda();
  const tokens = openKeptTokens();
  const { marks } = await findNews(app, { ...place, marks: {} }, tokens);
  await askAsPerson(peer, "ada").request("POST /repos/{owner}/{repo}/issues", {
    ...{ ...SHOP, title: "Three is missing", labels: ["catalyst"] },
  });
  const { findings } = await findNews(app, { ...place, marks }, tokens);
  expect(findings.map(({ event }) => event).toSorted()).toEqual(["issue_event", "issues"]);
  await tokens.close();
  const bob = { id: String(peer.person("bob").id), login: "bob", kind: "person" } as const;
  expect(await withReader({ app, tokens }, place, (reader) => reader.findPermission(bob))).toBe("read");
});

test("another repository isn't reached, by whichever name or number it is asked for", async () => {
  const app = openAda();
  const { id } = peer.repository("acme/other");
  const reach = (repository: { id: number } | { name: string }) =>
    withToken(app, { installationId: id, repository, permissions: {} }, async ({ repository: found }) => found.name);
  await expect(reach({ id })).rejects.toMatchObject({ problem: { kind: "not_found" } });
  await expect(reach({ name: "other" })).rejects.toMatchObject({ problem: { kind: "not_found" } });
  expect(await reach({ name: "shop" })).toBe("shop");
  expect(await findInstallation(app, { owner: "acme", name: "other" })).toBeNull();
  expect(await findInstallation(app, { owner: "Acme", name: "shop" })).toBe(place.installationId);
});

test("what the token isn't for is refused by GitHub, and said as a right that is missing", async () => {
  const { repo, forge } = forgeOf(openAda({ metadata: "read", issues: "write" }));
  const wish = { repo, head: "catalyst/one", base: "main", title: "One", body: "", isDraft: true, mark: "m" };
  expect(await forge.ensurePullRequest(wish)).toMatchObject({ kind: "failed", problem: { kind: "forbidden" } });
});

test("the repository is shown as an installation of its own, until it is gone or the token is taken back", async () => {
  const reader = installationReader(openAda());
  const installationId = place.installationId;
  expect(await reader.list()).toMatchObject({
    isWhole: true,
    installations: [{ installationId, accountLogin: "acme" }],
  });
  expect(await reader.listShown(installationId)).toMatchObject({
    repositories: [{ owner: "acme", name: "shop", isPrivate: true }],
  });
  expect(await reader.findBotId(installationId)).toBe(peer.person("ada").id);
  peer.repository("acme/shop").roles.delete(peer.person("ada").id);
  expect(await reader.list()).toEqual({ installations: [], isWhole: true });
  peer.site.revokeTokens("ada");
  await expect(reader.list()).rejects.toMatchObject({ code: "unavailable" });
});
