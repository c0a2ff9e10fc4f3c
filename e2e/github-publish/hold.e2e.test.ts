import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { TlsFront } from "../github-forge/testing/serve-tls.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { askAsPerson } from "../github-peer/testing/ask.ts";
import { readRun } from "../read-run.ts";
import type { TestHome } from "../start-catalyst.ts";

const OPEN = { owner: "acme", repo: "open" };
const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** Says in its commit and its words what isn't its to say. */
const SCRIPT = `echo three >> a.txt
git commit -qam "Add three

Closes #7. Thanks @everyone

Co-authored-by: Eve <eve@example.com>
Signed-off-by: Ada <ada@example.com>"
echo "Added it, @everyone. Fixes #7. ![x](https://evil.example/?q=1)"`;

const FLOW = `mkdir -p .github/workflows
printf 'on: push\\n' > .github/workflows/ci.yml
git add .; git commit -qm "Check pushes"; echo Done.`;

/** A public repository of a GitHub that Catalyst hears and acts at. */
let played: GitHubHome;
let peer: Peer;
let front: TlsFront;
let home: TestHome;

beforeAll(async () => {
  played = await playGitHubHome({
    plan: {
      people: ["ada", "mallory"],
      organizations: ["acme"],
      repositories: { "acme/open": { isPrivate: false, roles: { ada: "write" }, files: { "a.txt": "one\n" } } },
      installations: { acme: { repositories: ["open"] } },
    },
    agents: { three: SCRIPT, flow: FLOW },
    linked: "ada",
  });
  ({ peer, front, home } = played);
  expect((await home.run(["config", "set", "defaultAgent", "three"])).exitCode).toBe(0);
});

afterAll(() => played?.close());

const thread = (number: number) => peer.repository("acme/open").issues.find((one) => one.number === number);
/** Our comment on the issue. */
const said = (number: number) =>
  thread(number)
    ?.comments.filter(({ author }) => author.login === "catalyst[bot]")
    .map(({ body }) => body)
    .join() ?? "";
const proposed = () => peer.repository("acme/open").issues.filter(({ pullRequest }) => pullRequest !== null);

async function comment(login: string, number: number, body: string): Promise<void> {
  await askAsPerson(peer, login).request(`POST ${ISSUE}/comments`, { ...OPEN, issue_number: number, body });
}

test("what CI of a public repository would run waits: nobody injects an install script that reads its secrets, until who may write says so", async () => {
  const ada = askAsPerson(peer, "ada");
  const wish = { ...OPEN, title: "Three is missing", body: "Add it." };
  const { data: issue } = await ada.request("POST /repos/{owner}/{repo}/issues", wish);
  await ada.request(`POST ${ISSUE}/labels`, { ...OPEN, issue_number: issue.number, labels: ["catalyst"] });
  await expect.poll(() => said(issue.number), { timeout: 240_000 }).toContain("### ✋ A result waits to be published");
  expect(said(issue.number)).toContain("1 file, +1 -0");
  expect(said(issue.number)).toContain("the repository is public");
  expect(said(issue.number)).toContain("/catalyst publish");
  expect(peer.pushes).toEqual([]);
  await comment("mallory", issue.number, "/catalyst publish");
  await comment("ada", issue.number, "/catalyst publish");
  // The first push is done at GitHub, and its answer lost.
  peer.meet({ method: "POST", path: /^\/repos\/[^/]+\/[^/]+\/pulls$/, when: "after", does: "cut" });
  await expect.poll(() => said(issue.number), { timeout: 240_000 }).toContain("### ✅ Pull request #");
  expect(proposed()).toHaveLength(1);
  const [pull] = proposed();
  expect(pull).toMatchObject({ author: { login: "catalyst[bot]" }, assignees: [{ login: "ada" }] });
  expect(pull?.pullRequest?.requestedReviewers).toMatchObject([{ login: "ada" }]);
});

test("what the agent said for others is said in nobody's name", async () => {
  const [pull] = proposed();
  const body = pull?.body ?? "";
  expect(body.match(/(?:closes|fixes) #\d+/gi)).toEqual([expect.stringMatching(/^Closes #\d+$/)]);
  expect(body).not.toMatch(/(?<!\w)@(?:everyone|ada)/);
  expect(body).not.toContain("](https://evil.example");
  const { folder } = peer.repository("acme/open");
  const log = ["log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%B", `refs/heads/${pull?.pullRequest?.head}`];
  const commit = await runGit(folder, log);
  const host = new URL(`https://${front.host}`).hostname;
  const bot = `catalyst[bot] <${peer.app.bot.id}+catalyst[bot]@users.noreply.${host}>`;
  expect(commit.split("\n").slice(0, 2)).toEqual([bot, bot]);
  const coAuthor = `Co-authored-by: ada <${peer.person("ada").id}+ada@users.noreply.${host}>`;
  expect(commit.match(/^[\w-]+-by: .*$/gm)).toEqual([coAuthor]);
  expect(commit).not.toMatch(/closes #7/i);
});

test("a project that trusts all of it says so once, and one that wants to see all sees all", async () => {
  const url = `https://${front.host}/acme/open`;
  const ask = () => home.run(["run", "Add it", "--repo", url, "--agent", "three", "--json"]);
  const set = (value: string) => home.run(["config", "set", "github.publish", value]);
  expect((await set("run")).exitCode).toBe(0);
  const published = await ask();
  expect(published.exitCode, published.stderr).toBe(0);
  expect(proposed()).toHaveLength(2);
  expect((await set("hold")).exitCode).toBe(0);
  const held = await ask();
  expect(readRun(held.stdout).task).toMatchObject({ status: "awaiting_approval" });
  expect(proposed()).toHaveLength(2);
});

test("a workflow file in the result is pushed by nobody but a person, who gets it as a patch", async () => {
  const url = `https://${front.host}/acme/open`;
  const ran = await home.run(["run", "Check pushes", "--repo", url, "--agent", "flow", "--json"]);
  const number = String(readRun(ran.stdout).task.number);
  const accept = ["--accept", "protected_path", "--reason", "We want it"];
  const published = await home.run(["tasks", "publish", number, ...accept]);
  expect(published.exitCode).not.toBe(0);
  const words = published.stdout + published.stderr;
  expect(words).toContain("the repository takes workflow files from people only");
  expect(words).toContain(`catalyst tasks patch ${number} | git apply`);
  expect(words).toContain("We want it");
  const { stdout: patch } = await home.run(["tasks", "patch", number]);
  const local = await createGitRepository({ "a.txt": "one\n" });
  await local.write({ "its.patch": patch });
  await local.git("apply", "--index", "its.patch");
  expect(await local.git("show", ":.github/workflows/ci.yml")).toBe("on: push");
});
