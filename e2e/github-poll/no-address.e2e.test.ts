import { connectDatabase } from "@catalyst/postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addApp } from "../github-forge/testing/add-app.ts";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { TlsFront } from "../github-forge/testing/serve-tls.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { TestHome } from "../start-catalyst.ts";

const SHOP = { owner: "acme", repo: "shop" };
const WAIT = { timeout: 240_000, interval: 500 };

let played: GitHubHome;
let peer: Peer;
let front: TlsFront;
let home: TestHome;
beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      people: ["ada"],
      organizations: ["acme"],
      repositories: { "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } } },
      installations: { acme: { repositories: ["shop"] } },
    },
    agents: { three: "echo three >> a.txt; git commit -qam 'Add three'; echo Added it." },
    linked: "ada",
    hears: "nothing",
  });
  ({ peer, front, home } = played);
  expect((await home.run(["config", "set", "defaultAgent", "three"])).exitCode).toBe(0);
  expect((await home.run(["config", "set", "github.publish", "run"])).exitCode).toBe(0);
}, 300_000);

afterAll(() => played?.close());

/** How often the repository was looked at to the end. */
async function countLooks(): Promise<number> {
  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  try {
    const { rows } = await db.pool.query("select id from github_looks where subject = 'repository' and marks <> '{}'");
    return rows.length;
  } finally {
    await db.close();
  }
}

async function openLabeled(title: string): Promise<number> {
  const ada = askAsPerson(peer, "ada");
  const { data: issue } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title, body: "Add it." });
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  await ada.request(labels, { ...SHOP, issue_number: issue.number, labels: ["catalyst"] });
  return issue.number;
}

const proposed = () =>
  peer.repository("acme/shop").issues.flatMap(({ title, pullRequest }) => (pullRequest === null ? [] : [title]));

test("where no GitHub can reach us, an issue becomes a pull request once it is labeled, and one from before once it is wished", async () => {
  await openLabeled("Three was missing before");
  await addApp(home, peer, { host: front.host, hasWebhook: false });
  await expect.poll(countLooks, WAIT).toBe(1);
  const number = await openLabeled("Three is missing");
  await expect.poll(proposed, WAIT).toEqual(["Three is missing"]);
  const { issues } = peer.repository("acme/shop");
  const said = () => issues.find((issue) => issue.number === number)?.comments.map(({ body }) => body) ?? [];
  await expect.poll(() => said().join(), WAIT).toContain("### ✅ Pull request #");
  expect(peer.deliveries).toEqual([]);
  const backfill = (...more: string[]) => home.run(["github", "backfill", "acme/shop", ...more]);
  const offered = await backfill("--dry-run");
  expect(offered.stdout).toMatch(/acme\/shop#1 +label +ada .*Three was missing before/);
  expect(offered.stderr).toContain("1 has the label.");
  const unasked = await backfill();
  expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Say --yes, or --dry-run.") });
  const begun = await backfill("--yes", "--json");
  expect(JSON.parse(begun.stdout)).toMatchObject({ number: 1, asked: "labeled", by: "ada" });
  await expect.poll(proposed, WAIT).toEqual(["Three is missing", "Three was missing before"]);
  expect((await backfill("--dry-run")).stderr).toContain("Nothing was missed.");
});
