import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Repo } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forwardPort } from "../testing/forward-port.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

const run = promisify(execFile);
const GIT_ENV = {
  PATH: "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Agent",
  GIT_AUTHOR_EMAIL: "agent@localhost",
  GIT_COMMITTER_NAME: "Agent",
  GIT_COMMITTER_EMAIL: "agent@localhost",
};

let gateway: TestGateway;
let port: Awaited<ReturnType<typeof forwardPort>>;
let folder: string;
let clone: string;
let grant: TestGrant;

async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("git", args, { cwd, env: GIT_ENV });
  return stdout.trim();
}

async function gitError(cwd: string, ...args: string[]): Promise<string> {
  return run("git", args, { cwd, env: GIT_ENV }).then(
    () => "",
    (error: { stderr: string }) => error.stderr,
  );
}

function remote(token: string): string {
  return `http://agent:${token}@127.0.0.1:${port.port}/git/repository.git`;
}

async function commit(name: string, content: string | Buffer = name): Promise<string> {
  await writeFile(join(clone, name), content);
  await git(clone, "add", name);
  await git(clone, "commit", "--quiet", "-m", `Add ${name}`);
  return git(clone, "rev-parse", "HEAD");
}

beforeEach(async () => {
  gateway = await startTestGateway({ limits: { maxPushBytes: 1024 * 1024 } });
  folder = await mkdtemp(join(tmpdir(), "catalyst-gateway-git-"));
  const source = join(folder, "source");
  clone = join(folder, "clone");
  await git(folder, "init", "--quiet", "-b", "main", source);
  await writeFile(join(source, "README"), "shop\n");
  await git(source, "add", "README");
  await git(source, "commit", "--quiet", "-m", "Begin");
  const baseCommit = await git(source, "rev-parse", "HEAD");
  grant = await gateway.grant(null);
  port = await forwardPort(await gateway.socketOf(grant.executionId));
  const repo: Repo = {
    id: grant.repoId,
    projectId: grant.repoId,
    vcs: "local",
    url: source,
    name: "shop",
    defaultBranch: "main",
    createdAt: new Date(),
  };
  const repositories = gitRepositories({ home: gateway.home });
  await repositories.refreshMirror(repo);
  await repositories.ensureQuarantine({ executionId: grant.executionId, repo, startCommit: baseCommit, keptBy: null });
  await git(folder, "clone", "--quiet", remote(grant.token), clone);
});

afterEach(async () => {
  await port.close();
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
});

test("a clone comes from the mirror, and a push of the execution's branch gets into its quarantine", async () => {
  expect(await git(clone, "log", "--format=%s")).toBe("Begin");
  const head = await commit("fix.txt");
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
  const quarantine = join(gateway.home, "quarantine", `${grant.executionId}.git`);
  expect(await git(quarantine, "rev-parse", `refs/heads/${grant.branch}`)).toBe(head);
  expect(gateway.eventsOf(grant.executionId)).toEqual([]);
});

test("a push carries only what the mirror doesn't have", async () => {
  await commit("fix.txt");
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
  const quarantine = join(gateway.home, "quarantine", `${grant.executionId}.git`);
  // A commit, its tree and the file.
  expect(await git(quarantine, "count-objects", "-v")).toContain("in-pack: 3\n");
});

test.each([
  ["another branch", "HEAD:refs/heads/main"],
  ["a tag", "HEAD:refs/tags/v1"],
  ["a note", "HEAD:refs/notes/commits"],
])("a push to %s is refused with the reason and leaves an audit event", async (_what, refspec) => {
  await commit("fix.txt");
  const error = await gitError(clone, "push", "origin", refspec);
  expect(error).toContain("remote rejected");
  expect(error).toContain(`may push the branch ${grant.branch} only`);
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "git push" }]);
});

test("a push of the own branch together with another one takes neither", async () => {
  await commit("fix.txt");
  await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`, "HEAD:refs/heads/main");
  const quarantine = join(gateway.home, "quarantine", `${grant.executionId}.git`);
  expect(await git(quarantine, "for-each-ref", "refs/heads")).toBe("");
});

test("deleting the own branch is refused", async () => {
  await commit("fix.txt");
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
  expect(await gitError(clone, "push", "origin", `:refs/heads/${grant.branch}`)).toContain("may not delete");
});

test("a push larger than git's post buffer, which git announces with an empty one, gets in", async () => {
  await git(clone, "config", "http.postBuffer", "65536");
  await commit("large.bin", randomBytes(256 * 1024));
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
  expect(
    await git(clone, "ls-remote", join(gateway.home, "quarantine", `${grant.executionId}.git`), "refs/heads/*"),
  ).toContain(grant.branch);
});

test("a push beyond the size limit is refused and leaves an audit event", async () => {
  await commit("big.bin", randomBytes(2 * 1024 * 1024));
  expect(await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`)).not.toBe("");
  await expect
    .poll(() => gateway.eventsOf(grant.executionId))
    .toMatchObject([{ type: "blocked", action: "git request beyond the size limit" }]);
});

test("git without a token or with a dead one is asked for a password and gets nothing", async () => {
  expect(await gitError(clone, "ls-remote", `http://127.0.0.1:${port.port}/git/repository.git`)).toContain(
    "could not read Username",
  );
  grant.end();
  await expect.poll(() => gitError(clone, "ls-remote", "origin"), { timeout: 5000 }).toContain("Authentication failed");
});

test("paths beside the one repository are refused", async () => {
  const authorization = `Basic ${Buffer.from(`agent:${grant.token}`).toString("base64")}`;
  for (const path of [
    "/git/repository.git/HEAD",
    "/git/repository.git/objects/info/packs",
    "/git/repository.git/info/refs?service=git-upload-archive",
  ]) {
    expect((await gateway.send({ path, headers: { authorization } })).httpStatus).toBe(403);
  }
  expect(
    (await gateway.send({ path: "/git/other.git/info/refs?service=git-upload-pack", headers: { authorization } }))
      .httpStatus,
  ).toBe(404);
});
