import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";
import type { Grant, Repo } from "@catalyst/core";
import { gitRepositories } from "@catalyst/git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forwardPort } from "../testing/forward-port.ts";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";
import { encodePacket, FLUSH_PACKET } from "./pkt-line.ts";

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

/** Six folders of ten names each, one in the other. */
const BOMB = `
  b=$(echo x | git hash-object -w --stdin)
  t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '100644 blob %s\\tf%s\\n' $b $i; done | git mktree)
  for l in 1 2 3 4 5; do t=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\\td%s\\n' $t $i; done | git mktree); done
  git branch bomb $(echo bomb | git commit-tree $t -p HEAD)`;

let ensureQuarantine: (executionId: string) => Promise<void>;

async function list(path: string): Promise<string[]> {
  return (await readdir(join(gateway.home, "quarantine", `${grant.executionId}.git`, path))).sort();
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
  ensureQuarantine = async (executionId) => {
    const repositories = gitRepositories({ home: gateway.home, privateHosts: [] });
    const { repoId } = gateway.memory.grants.find((each) => each.executionId === executionId) as Grant;
    const own = { ...repo, id: repoId };
    await repositories.refreshMirror(own);
    const start = { startCommit: baseCommit, otherCommits: [], keptBy: null };
    await repositories.ensureQuarantine({ ...start, executionId, repo: own });
  };
  await ensureQuarantine(grant.executionId);
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

test("a push beyond the size limit is refused in git's own words and leaves an audit event", async () => {
  await commit("big.bin", randomBytes(1.5 * 1024 * 1024));
  const error = await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`);
  expect(error).toContain("exceeds maximum allowed size");
  expect(error).toContain("remote rejected");
  await expect.poll(() => gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "git push" }]);
});

test("a push far beyond the size limit isn't read to its end", async () => {
  await commit("big.bin", randomBytes(3 * 1024 * 1024));
  expect(await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`)).not.toBe("");
  await expect
    .poll(() => gateway.eventsOf(grant.executionId))
    .toMatchObject([{ type: "blocked", action: "git push", reason: "The request is larger than 2097152 bytes." }]);
});

test("a million paths out of a few folders are refused with the reason, and the next push gets in", async () => {
  await writeFile(join(clone, "bomb.sh"), BOMB);
  await run("sh", ["bomb.sh"], { cwd: clone, env: GIT_ENV });
  const error = await gitError(clone, "push", "origin", `bomb:refs/heads/${grant.branch}`);
  expect(error).toContain("it changes more than 200000 names");
  expect(error).toContain("remote rejected");
  await expect
    .poll(() => gateway.eventsOf(grant.executionId))
    .toMatchObject([{ type: "blocked", action: "git push", reason: "it changes more than 200000 names" }]);
  expect(await list("objects")).toEqual(["info", "pack"]);
  await commit("fix.txt");
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
});

test("a few bytes that unpack to gigabytes are refused", async () => {
  const size = (bytes: number): number[] =>
    bytes < 128 ? [bytes] : [(bytes & 127) | 128, ...size(Math.floor(bytes / 128))];
  // Each byte copies the first 64 KiB of the object before it (gitformat-pack(5), "Instruction to copy from base object").
  const delta = Buffer.concat([Buffer.from([...size(65_536), ...size(4 * 1024 ** 3)]), Buffer.alloc(65_536, 0x80)]);
  const objectHeader = (type: number, bytes: number) => [
    (type << 4) | (bytes & 15) | 128,
    ...size(Math.floor(bytes / 16)),
  ];
  const base = Buffer.concat([Buffer.from(objectHeader(3, 65_536)), deflateSync(Buffer.alloc(65_536))]);
  const offset = Buffer.from([base.length]);
  const objects = Buffer.concat([base, Buffer.from(objectHeader(6, delta.length)), offset, deflateSync(delta)]);
  const pack = Buffer.concat([Buffer.from("PACK\0\0\0\u0002\0\0\0\u0002", "latin1"), objects]);
  const push = `${"0".repeat(40)} ${"1".repeat(40)} refs/heads/${grant.branch}\0report-status\n`;
  const body = [encodePacket(push), FLUSH_PACKET, pack, createHash("sha1").update(pack).digest()];
  const { text } = await gateway.send({
    path: "/git/repository.git/git-receive-pack",
    headers: { authorization: `Bearer ${grant.token}`, "content-type": "application/x-git-receive-pack-request" },
    body: Buffer.concat(body),
  });
  expect(text).toContain("unpack index-pack abnormal exit");
  await expect.poll(() => gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "git push" }]);
});

test("a branch may be pushed anew, with another history", async () => {
  await commit("one.txt");
  await git(clone, "push", "--quiet", "origin", `HEAD:refs/heads/${grant.branch}`);
  await git(clone, "commit", "--quiet", "--amend", "-m", "Other");
  await git(clone, "push", "--quiet", "--force", "origin", `HEAD:refs/heads/${grant.branch}`);
  expect(gateway.eventsOf(grant.executionId)).toEqual([]);
});

test("what was pushed is searched for the execution's secrets, in every spelling, before it is taken", async () => {
  const [secret, key] = ["s3cret-of-the-setup/0123", "sk-ant-of-the-provider-0123"];
  const of = await gateway.grant({ provider: "anthropic", key, baseUrl: null });
  gateway.addSecret(of, "NPM_TOKEN", secret);
  of.nameSecrets(["NPM_TOKEN"]);
  await ensureQuarantine(of.executionId);
  await port.close();
  port = await forwardPort(await gateway.socketOf(of.executionId));
  await git(clone, "remote", "set-url", "origin", remote(of.token));
  const push = () => git(clone, "push", "--quiet", "--force", "origin", `HEAD:refs/heads/${of.branch}`);
  const record = (head: string) =>
    readFile(join(gateway.home, "quarantine", `${of.executionId}.git`, "secret-search", head), "utf8");
  const clean = await commit("clean.txt");
  await push();
  expect(await record(clean)).toBe("");
  const texts = [
    secret,
    Buffer.from(`ab${secret}`).toString("base64"),
    Buffer.from(secret).toString("hex"),
    encodeURIComponent(secret),
    key,
    of.token,
  ];
  for (const [index, text] of texts.entries()) {
    await commit(`file-${index}.txt`, `${"x".repeat(70_000)} ${text} y\n`);
  }
  await git(clone, "commit", "--quiet", "--allow-empty", "-m", `Say ${secret}`);
  await push();
  const found = (await record(await git(clone, "rev-parse", "HEAD"))).trim().split("\n");
  const blobs = await Promise.all(texts.map((_, index) => git(clone, "rev-parse", `HEAD:file-${index}.txt`)));
  expect(found.toSorted()).toEqual([...blobs, await git(clone, "rev-parse", "HEAD")].toSorted());
});

test("while the secrets can't be asked for, no push is taken", async () => {
  await gateway.stop();
  const secrets = { list: () => Promise.reject(new Error("the database is away")) };
  gateway = await startTestGateway({ deps: { secrets } });
  grant = await gateway.grant(null);
  grant.nameSecrets(["NPM_TOKEN"]);
  await port.close();
  port = await forwardPort(await gateway.socketOf(grant.executionId));
  await ensureQuarantine(grant.executionId);
  await git(clone, "remote", "set-url", "origin", remote(grant.token));
  await commit("fix.txt");
  expect(await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`)).toContain("503");
});

test("what an execution pushed counts until its end, and what a broken push left is removed", async () => {
  const pack = join(gateway.home, "quarantine", `${grant.executionId}.git`, "objects", "pack", "pack-0.pack");
  const left = join(dirname(pack), "..", "tmp_objdir-incoming-abc", "pack");
  await mkdir(left, { recursive: true });
  await mkdir(dirname(pack), { recursive: true });
  await writeFile(pack, "");
  await truncate(pack, 1024 ** 3);
  await commit("fix.txt");
  const error = await gitError(clone, "push", "origin", `HEAD:refs/heads/${grant.branch}`);
  expect(error).toContain("this execution has pushed 1073741824 bytes");
  expect(gateway.eventsOf(grant.executionId)).toMatchObject([{ type: "blocked", action: "git push" }]);
  expect(await list("objects")).toEqual(["info", "pack"]);
});

test("a fetch leaves nothing out, whatever it asks for", async () => {
  const partial = join(folder, "partial");
  await git(folder, "clone", "--quiet", "--filter=blob:none", "--no-checkout", remote(grant.token), partial);
  expect(await git(partial, "rev-list", "--objects", "--all", "--missing=print")).not.toContain("?");
});

test("git without a token or with a dead one is asked for a password and gets nothing", async () => {
  expect(await gitError(clone, "ls-remote", `http://127.0.0.1:${port.port}/git/repository.git`)).toContain(
    "could not read Username",
  );
  grant.end();
  await expect.poll(() => gitError(clone, "ls-remote", "origin")).toContain("Authentication failed");
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
