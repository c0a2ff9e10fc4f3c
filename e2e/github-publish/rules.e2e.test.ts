import { afterAll, beforeAll, expect, test } from "vitest";
import { type GitHubHome, playGitHubHome } from "../github-forge/testing/play-home.ts";
import type { TlsFront } from "../github-forge/testing/serve-tls.ts";
import { runGit } from "../github-peer/git/run-git.ts";
import type { Peer } from "../github-peer/make-peer.ts";
import { readRun } from "../read-run.ts";
import type { TestHome } from "../start-catalyst.ts";

/** Repositories whose rules say how commits have to be. */
const NAMES = ["signed", "linear", "gone", "taken", "left"];
const files = { "a.txt": "one\n" };
let played: GitHubHome;
let peer: Peer;
let front: TlsFront;
let home: TestHome;

beforeAll(async () => {
  const plan = { isPrivate: true, roles: { ada: "write" as const }, files };
  played = await playGitHubHome({
    plan: {
      people: ["ada"],
      organizations: ["acme"],
      repositories: Object.fromEntries(NAMES.map((name) => [`acme/${name}`, plan])),
      installations: { acme: { repositories: NAMES } },
      app: { areCommitsSigned: true },
    },
    hears: "app",
  });
  ({ peer, front, home } = played);
});

afterAll(() => played?.close());

const repository = (name: string) => peer.repository(`acme/${name}`);
const proposed = (name: string) => repository(name).issues.filter(({ pullRequest }) => pullRequest !== null);
const git = async (name: string, ...args: string[]) => (await runGit(repository(name).folder, args)).trim();

function demand(name: string, type: string): void {
  const at = { id: 9, name: type, isActive: true, include: ["~ALL"], exclude: [], createdAt: new Date(0) };
  repository(name).rulesets.push({ ...at, rules: [{ type }] });
}

async function work(name: string, script: string, more: string[] = []) {
  const url = `https://${front.host}/acme/${name}`;
  const { stdout, stderr, exitCode } = await home.run([
    "run",
    script,
    "--repo",
    url,
    "--agent",
    "script",
    "--json",
    ...more,
  ]);
  return { ...readRun(stdout), words: stdout + stderr, exitCode };
}

test("where commits must be signed the pull request has verified ones, with the trees that were checked", async () => {
  demand("signed", "required_signatures");
  const { task, exitCode, words } = await work(
    "signed",
    "echo two >> a.txt; git commit -qam Two; echo three >> a.txt; git commit -qam Three",
  );
  expect(exitCode, words).toBe(0);
  const [pull] = proposed("signed");
  const head = await git("signed", "rev-parse", `refs/heads/${pull?.pullRequest?.head}`);
  const commits = (await git("signed", "rev-list", "--reverse", `main..${head}`)).split("\n");
  expect(commits.map((commit) => repository("signed").signedCommits.has(commit))).toEqual([true, true]);
  const { remade } = task as unknown as { remade: { checked: string; published: string }[] };
  expect(remade.map(({ published }) => published)).toEqual(commits);
  for (const { checked, published } of remade) {
    expect(await git("signed", "rev-parse", `${checked}^{tree}`)).toBe(
      await git("signed", "rev-parse", `${published}^{tree}`),
    );
  }
  expect(await git("signed", "log", "-1", "--format=%B", head)).toContain("Catalyst-Task: ");
});

test("what isn't verified is never said to be: it is kept, with the reason and the way out", async () => {
  peer.app.areCommitsSigned = false;
  const { task, exitCode, words } = await work("signed", "echo four >> a.txt; chmod +x a.txt; git commit -qam Four");
  peer.app.areCommitsSigned = true;
  expect(exitCode).not.toBe(0);
  expect(words).toContain("its commits must be verified");
  expect(proposed("signed")).toHaveLength(1);
  const again = await home.run(["tasks", "publish", String(task.number)]);
  expect(again.exitCode, again.stdout + again.stderr).toBe(0);
  expect(proposed("signed")).toHaveLength(2);
});

test("where no merges are taken what was merged is in the commit that merged it", async () => {
  demand("linear", "required_linear_history");
  const script =
    "git checkout -qb side; echo s > s.txt; git add .; git commit -qm Side; git checkout -q -; echo two >> a.txt; git commit -qam Two; git merge -q --no-edit side";
  const { exitCode, words } = await work("linear", script);
  expect(exitCode, words).toBe(0);
  const head = `refs/heads/${proposed("linear")[0]?.pullRequest?.head}`;
  expect(await git("linear", "rev-list", "--merges", "--count", head)).toBe("0");
  expect(await git("linear", "ls-tree", "--name-only", head)).toBe("a.txt\ns.txt");
});

/** What waits for a word before it is pushed, so that something may happen to its repository meanwhile. */
async function hold(name: string, more: string[] = []): Promise<string> {
  const set = async (value: string) =>
    expect((await home.run(["config", "set", "github.publish", value])).exitCode).toBe(0);
  await set("hold");
  const { task } = await work(name, "echo two >> a.txt; git commit -qam Two", more);
  expect(task).toMatchObject({ status: "awaiting_approval" });
  await set("run");
  return String(task.number);
}

async function publish(number: string, more: string[] = []) {
  const { exitCode, stdout, stderr } = await home.run(["tasks", "publish", number, ...more]);
  return { exitCode, words: stdout + stderr };
}

test("a base that is gone meanwhile is asked for, and the work is proposed for the one that is said", async () => {
  await git("gone", "branch", "next", "main");
  await git("gone", "branch", "release", "main");
  const number = await hold("gone", ["--base", "release"]);
  await git("gone", "branch", "-D", "release");
  const refused = await publish(number);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.words).toContain(`catalyst tasks publish ${number} --base <branch>`);
  const published = await publish(number, ["--base", "next"]);
  expect(published.exitCode, published.words).toBe(0);
  expect(proposed("gone")).toMatchObject([{ pullRequest: { base: "next" } }]);
});

test("a branch that somebody makes meanwhile stays theirs, and the work goes under another name", async () => {
  const number = await hold("taken", ["--branch", "mine"]);
  await git("taken", "branch", "mine", "main");
  const refused = await publish(number);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.words).toContain(`catalyst tasks publish ${number} --branch <name>`);
  expect(await git("taken", "rev-parse", "mine")).toBe(await git("taken", "rev-parse", "main"));
  const published = await publish(number, ["--branch", "ours"]);
  expect(published.exitCode, published.words).toBe(0);
  expect(proposed("taken")).toMatchObject([{ pullRequest: { head: "ours" } }]);
});

test("where the App is taken off meanwhile the work stays kept, and is published once it is back", async () => {
  const number = await hold("left");
  const { repositoryIds } = peer.installation("acme");
  repositoryIds?.delete(repository("left").id);
  const refused = await publish(number);
  expect(refused.exitCode).not.toBe(0);
  expect(proposed("left")).toEqual([]);
  repositoryIds?.add(repository("left").id);
  const published = await publish(number);
  expect(published.exitCode, published.words).toBe(0);
  expect(proposed("left")).toHaveLength(1);
});
