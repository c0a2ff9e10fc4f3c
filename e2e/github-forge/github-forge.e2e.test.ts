import { ENVIRONMENT_PATHS } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePeer, type Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { addApp } from "./testing/add-app.ts";
import { defineAgents } from "./testing/define-agents.ts";
import { linkToOwner } from "./testing/link-to-owner.ts";
import { serveTls, type TlsFront } from "./testing/serve-tls.ts";

/** A task on a private repository of a GitHub, whose App Catalyst acts by. */
let peer: Peer;
let front: TlsFront;
let home: TestHome;

beforeAll(async () => {
  peer = await makePeer({
    people: ["ada"],
    organizations: ["acme"],
    repositories: {
      "acme/shop": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
      "acme/other": { isPrivate: true },
      "acme/web": { isPrivate: true, roles: { ada: "write" }, files: { "a.txt": "one\n" } },
    },
    installations: { acme: { repositories: ["shop", "web"] } },
  });
  front = await serveTls(peer.address);
  home = await createTestHome();
  await defineAgents(home.path, {
    three: "echo three >> a.txt; git commit -qam 'Add three'; echo Added it.",
    reader: `echo One bug.; echo '{"findings":[{"text":"It is too long."}]}' > ${ENVIRONMENT_PATHS.review}`,
  });
  await home.up({ CATALYST_PRIVATE_HOSTS: "localhost", CATALYST_PRIVATE_AUTHORITIES: front.authorityFile });
  await addApp(home, peer, { host: front.host });
  const add = ["credentials", "add", "openai", "--base-url", "http://127.0.0.1:9/v1"];
  expect((await home.run(add, { stdin: "a-key-of-nobody\n" })).exitCode).toBe(0);
});

afterAll(async () => {
  await home.remove();
  await front.close();
  await peer.close();
});

function run(script: string, repository: string) {
  const url = `https://${front.host}/acme/${repository}`;
  return home.run(["run", script, "--repo", url, "--agent", "script", "--json"]);
}

test("what an agent did is pushed with a token of one step, and proposed by the App", async () => {
  const { exitCode, stdout, stderr } = await run("echo two >> a.txt; git commit -qam 'Add two'", "shop");
  expect(exitCode, stdout + stderr).toBe(0);
  const { task } = readRun(stdout);
  const { issues } = peer.repository("acme/shop");
  expect(issues).toMatchObject([
    { number: 1, state: "open", author: { login: "catalyst[bot]" }, pullRequest: { head: task.branch, base: "main" } },
  ]);
  expect(peer.pushes.map(({ actor, changes }) => [actor.login, changes.map(({ ref }) => ref)])).toEqual([
    ["catalyst[bot]", [`refs/heads/${task.branch}`]],
  ]);
  const shown = await home.run(["tasks", "show", String(task.number), "--json"]);
  const { result } = JSON.parse(shown.stdout).executions[0];
  expect(result.publication).toMatchObject({ kind: "pull_request", number: 1, branch: task.branch });
});

test("a repository where the App isn't installed is told to be unreadable, and nothing of it is shown", async () => {
  const { exitCode, stdout, stderr } = await run("true", "other");
  expect(exitCode).not.toBe(0);
  expect(stdout + stderr).toContain("It isn't there, or it can't be read without a password.");
});

test("an issue of a repository that nobody worked on yet becomes, once it is labeled, a pull request that closes it, and one comment says so", async () => {
  expect((await home.run(["config", "set", "defaultAgent", "three"])).exitCode).toBe(0);
  await linkToOwner(home.path, peer, { login: "ada", host: front.host });
  const opened = await home.run(["open"]);
  peer.app.webhook.url = `${new URL(/http\S+/.exec(opened.stdout)?.[0] ?? "").origin}/api/github/webhook`;
  const ada = askAsPerson(peer, "ada");
  const web = { owner: "acme", repo: "web" };
  const wish = { ...web, title: "Three is missing", body: "Add it.\n\n@everyone Fixes #7" };
  const { data: issue } = await ada.request("POST /repos/{owner}/{repo}/issues", wish);
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  await ada.request(labels, { ...web, issue_number: issue.number, labels: ["catalyst"] });
  const { issues } = peer.repository("acme/web");
  const said = () => issues.find(({ number }) => number === issue.number)?.comments.map(({ body }) => body) ?? [];
  await expect.poll(() => said().join(), { timeout: 180_000 }).toContain("### ✅ Pull request #");
  expect(said()).toHaveLength(1);
  const proposed = issues.filter(({ pullRequest }) => pullRequest !== null).at(-1);
  expect(proposed).toMatchObject({ title: "Three is missing", author: { login: "catalyst[bot]" } });
  expect(proposed?.body?.match(/closes #\d+/gi)).toEqual([`Closes #${issue.number}`]);
});

test("an issue and a pull request are worked on by their addresses", async () => {
  const ada = askAsPerson(peer, "ada");
  const shop = { owner: "acme", repo: "shop" };
  const { data: issue } = await ada.request("POST /repos/{owner}/{repo}/issues", { ...shop, title: "Four is missing" });
  const at = `https://${front.host}/acme/shop`;
  const work = await home.run(["run", "--issue", `${at}/issues/${issue.number}#top`, "--agent", "three", "--json"]);
  expect(work.exitCode, work.stdout + work.stderr).toBe(0);
  const { issues } = peer.repository("acme/shop");
  const proposed = issues.filter(({ pullRequest }) => pullRequest !== null).at(-1);
  expect(proposed).toMatchObject({ title: "Four is missing", author: { login: "catalyst[bot]" } });
  const review = await home.run([
    "run",
    "--review",
    `${at}/pull/${proposed?.number}/files`,
    "--agent",
    "reader",
    "--json",
  ]);
  expect(review.exitCode, review.stderr).toBe(0);
  expect(proposed?.pullRequest?.reviews).toMatchObject([{ body: expect.stringContaining("One bug.") }]);
  const fix = await home.run(["run", "--fix", `${at}/pull/${proposed?.number}`, "--agent", "three", "--json"]);
  expect(fix.exitCode, fix.stdout + fix.stderr).toBe(0);
  const { task } = readRun(fix.stdout);
  const onto = issues.filter(({ pullRequest }) => pullRequest !== null).at(-1)?.pullRequest;
  expect(onto).toMatchObject({ head: task.branch, base: proposed?.pullRequest?.head });
});
