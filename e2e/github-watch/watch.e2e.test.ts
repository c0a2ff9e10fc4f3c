import { connectDatabase } from "@catalyst/postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { TlsFront } from "../github-forge/testing/serve-tls.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { TestHome } from "../start-catalyst.ts";

const SHOP = { owner: "acme", repo: "shop" };
const WAIT = { timeout: 240_000, interval: 500 };
const WHOLE = { metadata: "read", contents: "write", issues: "write", pull_requests: "write" } as const;

let played: GitHubHome;
let peer: Peer;
let front: TlsFront;
let home: TestHome;
beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      people: ["ada", "bob"],
      organizations: ["acme"],
      repositories: {
        "acme/shop": { isPrivate: true, roles: { ada: "write", bob: "write" }, files: { "a.txt": "one\n" } },
      },
    },
    agents: { three: "echo three >> a.txt; git commit -qam 'Add three'; echo Added it." },
    hears: "nothing",
  });
  ({ peer, front, home } = played);
  expect((await home.run(["config", "set", "defaultAgent", "three"])).exitCode).toBe(0);
  expect((await home.run(["config", "set", "github.publish", "run"])).exitCode).toBe(0);
}, 300_000);

afterAll(() => played?.close());

async function query(text: string): Promise<Record<string, unknown>[]> {
  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  try {
    return (await db.pool.query(text)).rows;
  } finally {
    await db.close();
  }
}

const countLooks = async () =>
  (await query("select id from github_looks where subject = 'repository' and marks <> '{}'")).length;

/** The minute until the next look is over: that it is looked at by its time is tried in `github-poll`. */
const lookSoon = () => query("update github_looks set due_at = now()");

const watch = (token: string, ...more: string[]) =>
  home.run(["github", "watch", "acme/shop", "--as-me", "--host", front.host, ...more], { stdin: `${token}\n` });
const tokenOf = (login: string, permissions: Parameters<Peer["site"]["makeToken"]>[1]["permissions"] = WHOLE) =>
  peer.site.makeToken(login, { repositories: ["acme/shop"], permissions });

async function openIssue(login: string, title: string, body: string): Promise<number> {
  const asked = { ...SHOP, title, body };
  return (await askAsPerson(peer, login).request("POST /repos/{owner}/{repo}/issues", asked)).data.number;
}

const issue = (number: number) => peer.repository("acme/shop").issues.find((one) => one.number === number);
const said = (number: number) =>
  issue(number)
    ?.comments.map(({ author, body }) => `${author.login}: ${body}`)
    .join("\n") ?? "";
const proposed = () => peer.repository("acme/shop").issues.filter(({ pullRequest }) => pullRequest !== null);

test("what a token lacks is said before anything is watched, and no token of another kind is taken", async () => {
  const lacking = await watch(tokenOf("ada", { ...WHOLE, contents: "read" }));
  expect(lacking.exitCode).not.toBe(0);
  expect(lacking.stderr).toContain("the token lacks Contents: Read and write");
  expect(lacking.stderr).toContain(`https://${front.host}/settings/personal-access-tokens`);
  expect((await watch("ghp_aWholeAccount")).stderr).toContain("no fine-grained token");
  const unsaid = await home.run(["github", "watch", "acme/shop", "--host", front.host], { stdin: "nothing\n" });
  expect(unsaid).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--as-me") });
  expect((await home.run(["github", "list", "--json"])).stdout).toBe("");
});

test("a person tries it without an App: what they ask for becomes a draft of theirs, others ask in vain, and it ends without a trace here", async () => {
  const token = tokenOf("ada");
  const begun = await watch(token, "--json");
  expect(begun.exitCode, begun.stderr).toBe(0);
  expect(JSON.parse(begun.stdout)).toMatchObject({ repository: "acme/shop", login: "ada", host: front.host });
  await expect.poll(countLooks, WAIT).toBe(1);
  const bobs = await openIssue("bob", "Four is missing", "/catalyst run Add it.");
  const adas = await openIssue("ada", "Three is missing", "/catalyst run Add it.");
  await lookSoon();
  await expect.poll(() => proposed().length, WAIT).toBe(1);
  await expect.poll(() => said(adas), WAIT).toContain("### ✅ ");
  expect(proposed()[0]).toMatchObject({
    author: { login: "ada" },
    title: "Three is missing",
    pullRequest: { isDraft: true },
  });
  expect(said(adas)).not.toContain("bot");
  expect(said(bobs)).toBe("");

  const listed = await home.run(["github", "list"]);
  expect(listed.stdout).toMatch(/acme\/shop +\S+ +ada/);
  const doctor = await home.run(["github", "doctor"]);
  expect(doctor.stdout).toContain("acme/shop  permissions: the token has all that is needed");

  const pull = proposed()[0]?.number ?? 0;
  const comments = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  await askAsPerson(peer, "ada").request(comments, { ...SHOP, issue_number: pull, body: "/catalyst fix Three more" });
  await lookSoon();
  await expect.poll(() => issue(pull)?.comments[0]?.reactions.length, WAIT).toBeGreaterThan(0);
  const turns = "select id from agent_executions";
  await expect.poll(async () => (await query(turns)).length, WAIT).toBe(2);
  await expect
    .poll(async () => (await query("select id from agent_tasks where status = 'completed'")).length, WAIT)
    .toBe(1);
  expect(await query("select id from agent_tasks")).toHaveLength(1);

  const ended = await home.run(["github", "unwatch", "acme/shop", "--host", front.host]);
  expect(ended.stdout).toContain("the token is forgotten here");
  expect(ended.stderr).toContain("draft pull requests");
  expect(ended.stderr).toContain(`/acme/shop/pull/${pull}`);
  expect(await query("select id from github_apps")).toEqual([]);
  expect(await query("select id from github_looks")).toEqual([]);
  expect((await home.run(["github", "unwatch", "acme/shop", "--host", front.host])).stderr).toContain("isn't watched");
  expect(JSON.stringify(await query("select * from worker_wishes"))).not.toContain(token);
}, 600_000);
