import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository, type GitRepository, openGitRepository } from "../git-repository.ts";
import { readRun } from "../read-run.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

/** Repositories as people and machines have them, and as strangers make them. */
let home: TestHome;
let folder: string;

beforeAll(async () => {
  home = await createTestHome();
  folder = await mkdtemp(join(tmpdir(), "catalyst-repositories-"));
  execFileSync("chmod", ["755", folder]);
  await home.up();
});
afterAll(async () => {
  await home.remove();
  await rm(folder, { recursive: true, force: true });
});

const WORK = "echo two > b.txt; git add --all; git commit -qm 'Add b'";

function start(repository: string, text: string, ...options: string[]) {
  return home.run(["run", text, "--repo", repository, "--agent", "script", "--json", ...options]);
}

/** Runs to a good end; the branch that came of it. */
async function work(repository: string, ...options: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await start(repository, WORK, ...options);
  expect(exitCode, stdout + stderr).toBe(0);
  return String(readRun(stdout).task.branch);
}

async function refusalOf(repository: string, ...options: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await start(repository, "true", ...options);
  expect(exitCode, stdout + stderr).not.toBe(0);
  expect(stdout, "nothing is stored").not.toContain('"type":"task"');
  return stderr;
}

test("a folder whose name isn't ASCII, with files whose names aren't UTF-8, is worked on like any other", async () => {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  const moved = join(folder, "josé 桌面");
  await cp(path, moved, { recursive: true });
  const repository = openGitRepository(moved);
  await writeFile(Buffer.concat([Buffer.from(`${moved}/caf`), Buffer.from([0xe9])]), "coffee\n");
  await repository.git("add", "--all");
  await repository.git("commit", "--quiet", "--message=Coffee");
  const branch = await work(moved);
  expect(await repository.git("diff", "--name-only", `main...${branch}`)).toBe("b.txt");
});

test("a shallow checkout on no branch, as CI systems make it, is worked on from its commit, whatever says so", async () => {
  const origin = await createGitRepository({ "a.txt": "one\n" });
  await origin.git("commit", "--quiet", "--allow-empty", "--message=Second");
  const checkout = await createGitRepository({});
  await checkout.git("remote", "add", "origin", `file://${origin.path}`);
  await checkout.git("fetch", "--quiet", "--depth=1", "origin", "+main:refs/remotes/pull/1/merge");
  await checkout.git("checkout", "--quiet", "--force", "refs/remotes/pull/1/merge");
  const commit = await checkout.git("rev-parse", "HEAD");
  for (const options of [[], ["--base", "HEAD"], ["--base", commit]]) {
    const branch = await work(checkout.path, ...options);
    expect(await checkout.git("rev-parse", `${branch}^`)).toBe(commit);
  }
  const { stderr } = await home.run(["run", "true", "--repo", checkout.path, "--agent", "script"]);
  expect(stderr).toContain(`on no branch (detached HEAD): the work starts from its commit, ${commit.slice(0, 12)}.`);
});

test("HEAD is the one of the checkout that was named, also beside others of the same repository", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  const linked = join(folder, "linked");
  await repository.git("worktree", "add", "--quiet", "--detach", linked);
  const checkout = openGitRepository(linked);
  await checkout.git("commit", "--quiet", "--allow-empty", "--message=Detached");
  const branch = await work(linked, "--base", "HEAD");
  expect(await repository.git("rev-parse", `${branch}^`)).toBe(await checkout.git("rev-parse", "HEAD"));
});

test("what is asked for as a base doesn't become the default branch", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  await repository.git("branch", "feature");
  await work(repository.path, "--base", "feature");
  await repository.git("checkout", "--quiet", "feature");
  await work(repository.path);
  const { stdout } = await home.run(["config", "default-branch", "--repo", repository.path]);
  expect(stdout.trim()).toBe("main");
  expect(await refusalOf(repository.path, "--branch", "main")).toContain('can\'t go to the branch "main"');
});

test("formats that can't be read, parts that are missing and addresses that nobody may ask are refused before anything is stored", async () => {
  const sha256 = join(folder, "sha256");
  execFileSync("git", ["init", "--quiet", "--object-format=sha256", sha256]);
  await openGitRepository(sha256).git("commit", "--quiet", "--allow-empty", "--message=First");
  expect(await refusalOf(sha256)).toContain("its objects are named by sha256");
  const origin = await createGitRepository({ "a.txt": "one\n" });
  await origin.write({ "a.txt": "two\n" });
  await origin.git("commit", "--quiet", "--all", "--message=Second");
  await origin.git("config", "uploadpack.allowFilter", "true");
  const partial = join(folder, "partial");
  await origin.git("clone", "--quiet", "--filter=blob:none", `file://${origin.path}`, partial);
  expect(await refusalOf(partial)).toContain("git fetch --refetch --no-filter");
  expect(await refusalOf("https://169.254.169.254/x.git")).toContain("not a public address");
});

test("what was deleted from a repository is in no later environment", async () => {
  const repository = await createGitRepository({ "a.txt": "one\n" });
  await repository.git("checkout", "--quiet", "-b", "secret");
  await repository.write({ password: "hunter2\n" });
  await repository.git("add", "--all");
  await repository.git("commit", "--quiet", "--message=Oops");
  const blob = await repository.git("rev-parse", "HEAD:password");
  await repository.git("checkout", "--quiet", "main");
  const look = `git cat-file -p ${blob}; git fetch -q origin ${blob}; git cat-file -p ${blob}; true`;
  expect(readRun((await start(repository.path, look)).stdout).logs).toContain("hunter2");
  await repository.git("branch", "-D", "secret");
  const { exitCode, stdout, stderr } = await start(repository.path, look);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(stdout).not.toContain("hunter2");
});

/** A repository of another user's with everything that git would run for it. */
async function strangersRepository(trap: string): Promise<GitRepository> {
  const repository = await createGitRepository({ ".gitattributes": "* filter=x\n", "a.txt": "one\n" });
  await repository.git("config", "filter.x.clean", `touch ${trap}; cat`);
  await repository.git("config", "core.fsmonitor", `touch ${trap}`);
  await repository.git("config", "core.alternateRefsCommand", `touch ${trap}`);
  await mkdir(join(folder, "empty-objects"), { recursive: true });
  await writeFile(join(repository.path, ".git/objects/info/alternates"), `${join(folder, "empty-objects")}\n`);
  await repository.write({ "a.txt": "not committed\n" });
  return repository;
}

test("nothing of a stranger's repository is run on this machine, and what is added to it is its owner's", async () => {
  const trap = join(folder, "sprung");
  const repository = await strangersRepository(trap);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    execFileSync("chown", ["-R", "12345:12345", repository.path]);
  }
  const branch = await work(repository.path);
  expect(existsSync(trap)).toBe(false);
  const branches = execFileSync("git", ["-c", "safe.directory=*", "-C", repository.path, "branch", "--list", branch]);
  expect(branches.toString()).toContain(branch);
  const owner = isRoot ? "12345" : String(process.getuid?.());
  expect(execFileSync("find", [repository.path, "!", "-user", owner]).toString()).toBe("");
});
