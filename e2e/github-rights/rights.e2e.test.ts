import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { TlsFront } from "../github-forge/testing/serve-tls.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import type { TestHome } from "../start-catalyst.ts";
import { type StartedModel, startModel } from "../start-model.ts";

const SHOP = { owner: "acme", repo: "shop" };

/** Claude Code with the scripted model, for a repository in which Bob may write, who is nobody in Catalyst, and Ada, who is its owner. */
let played: GitHubHome;
let peer: Peer;
let front: TlsFront;
let home: TestHome;
let model: StartedModel;

beforeAll(async () => {
  model = await startModel("claude-code", [
    { runCommand: "echo two >> a.txt && git commit -qam 'Add two'" },
    { say: "I added it." },
  ]);
  played = await playGitHubHome({
    plan: {
      people: ["ada", "bob"],
      organizations: ["acme"],
      repositories: {
        "acme/shop": { isPrivate: true, roles: { ada: "write", bob: "write" }, files: { "a.txt": "one\n" } },
      },
      installations: { acme: { repositories: ["shop"] } },
    },
    linked: "ada",
  });
  ({ peer, front, home } = played);
  const { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url = "" } = model.env;
  await succeed(["credentials", "add", "anthropic", "--base-url", url], `${key}\n`);
  // What is worked on once is a repository of the owner's project.
  await succeed(["run", "true", "--repo", `https://${front.host}/acme/shop`, "--agent", "script"]);
});

afterAll(async () => {
  await played?.close();
  await model?.stop();
});

async function succeed(args: string[], stdin?: string): Promise<void> {
  const { exitCode, stdout, stderr } = await home.run(args, stdin === undefined ? {} : { stdin });
  expect(exitCode, stdout + stderr).toBe(0);
}

const issues = () => peer.repository("acme/shop").issues;
const said = (number: number) =>
  (issues().find((one) => one.number === number)?.comments ?? [])
    .filter(({ author }) => author?.login === "catalyst[bot]")
    .map(({ body }) => body)
    .join("\n");
const comment = (login: string, number: number, body: string) =>
  askAsPerson(peer, login).request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...{ ...SHOP, issue_number: number, body },
  });
const untilSaid = (number: number, words: string | RegExp) =>
  expect.poll(() => said(number), { timeout: 240_000 }).toMatch(words);

test("who has no key is told how to connect, works with one that is opened, and has their result kept who loses write meanwhile", async () => {
  const bob = askAsPerson(peer, "bob");
  const { data: issue } = await bob.request("POST /repos/{owner}/{repo}/issues", { ...SHOP, title: "Two is missing" });
  const { number } = issue;
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  await bob.request(labels, { ...SHOP, issue_number: number, labels: ["catalyst"] });
  await untilSaid(number, /### 🚫 Not started[\s\S]*Nobody pays: bob has no key in Catalyst/);
  await succeed(["credentials", "open", "anthropic"]);
  const letGo = model.holdFrom(1);
  await comment("bob", number, "/catalyst retry");
  await model.untilAsked(1);
  peer.repository("acme/shop").roles.set(peer.person("bob").id, "read");
  letGo();
  await untilSaid(number, /### ❌ Couldn't finish[\s\S]*bob, who asked for it, may not write in /);
  expect(said(number)).toContain("paid by the machine's owner, for all who may write here");
  expect(issues().filter(({ pullRequest }) => pullRequest !== null)).toEqual([]);
  expect(peer.pushes.map(({ actor }) => actor.login)).toEqual([]);
  await comment("bob", number, "/catalyst publish");
  await comment("ada", number, "/catalyst publish");
  await untilSaid(number, "### ✅ Pull request #");
  expect(issues().filter(({ pullRequest }) => pullRequest !== null)).toMatchObject([{ title: "Two is missing" }]);
});
