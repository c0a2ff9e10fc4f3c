import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PublishBranchInput, Repo } from "@catalyst/core";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publishBranch } from "./publish-branch.ts";
import { keepInRepository } from "./refs/keep-in-repository.ts";
import { removeKept } from "./refs/remove-kept.ts";

const isRoot = process.getuid?.() === 0;
const BRANCH = "catalyst/1234-work";
const REF = "refs/catalyst/7-1234/1";
const ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, "T"],
      [`GIT_${who}_EMAIL`, "t@t"],
    ]),
  ),
};

let folder: string;
let home: string;
let path: string;
let base: string;
let executionId: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-publish-"));
  home = join(folder, "home");
  path = join(folder, "shop");
  executionId = randomUUID();
  await mkdir(join(home, "results"), { recursive: true });
  await mkdir(path);
  await git("init", "--quiet", "--initial-branch=main");
  base = await commit("readme.md");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(place: string, ...args: string[]): Promise<string> {
  return (await execa("git", ["-C", place, ...args], { env: ENV, extendEnv: false })).stdout;
}

const git = (...args: string[]) => run(path, ...args);

async function commit(name: string, place = path): Promise<string> {
  await writeFile(join(place, name), `${name}\n`);
  await run(place, "add", "--all");
  await run(place, "commit", "--quiet", "--message", name);
  return run(place, "rev-parse", "HEAD");
}

/** A checked result that begins at `start`: the commits, in a repository of ours that is complete in itself. */
async function makeResult(names: string[], start = base): Promise<string> {
  const work = join(folder, `work-${randomUUID()}`);
  await run(folder, "clone", "--quiet", path, work);
  await run(work, "checkout", "--quiet", "--detach", start);
  for (const name of names) {
    await commit(name, work);
  }
  const result = join(home, "results", `${executionId}.git`);
  await rm(result, { recursive: true, force: true });
  await run(folder, "init", "--quiet", "--bare", result);
  await run(result, "fetch", "--quiet", work, `+${start}:refs/catalyst/base`, `+HEAD:refs/heads/${BRANCH}`);
  return run(work, "rev-parse", "HEAD");
}

function publish(headCommit: string, input: Partial<PublishBranchInput> = {}) {
  const repo = { vcs: "local", url: path, ...input.repo } as Repo;
  const defaults = { executionId, branch: BRANCH, baseCommit: base, previousCommit: null, ownCommits: [] };
  return publishBranch({ home, privateHosts: [] }, { ...defaults, headCommit, ...input, repo });
}

function problemOf(publication: Awaited<ReturnType<typeof publish>>) {
  return publication.kind === "problem" ? publication.problem : publication.kind;
}

/** All that a task must leave alone. */
async function fingerprint(): Promise<string> {
  const parts = [git("symbolic-ref", "HEAD"), git("rev-parse", "HEAD"), git("ls-files", "--stage")];
  return [...(await Promise.all(parts)), await git("status", "--porcelain"), await readConfig()].join("\n");
}

const readConfig = () => readFile(join(path, ".git/config"), "utf8");

test("the branch is made at the checked commit, whole, and nothing else of the repository changes", async () => {
  await writeFile(join(path, "uncommitted.md"), "mine");
  const before = await fingerprint();
  const head = await makeResult(["a.md", "b.md"]);
  expect(await publish(head)).toEqual({ kind: "published" });
  expect(await git("rev-parse", BRANCH)).toBe(head);
  expect(await git("log", "--format=%s", `main..${BRANCH}`)).toBe("b.md\na.md");
  expect(await git("fsck", "--full", "--strict")).toBe("");
  expect(await fingerprint()).toBe(before);
  expect(await publish(head)).toEqual({ kind: "published" });
});

test("no setting, hook or program of the repository runs or decides what is published", async () => {
  const evil = join(folder, "evil");
  const mark = join(folder, "ran");
  const head = await makeResult(["a.md"]);
  await run(folder, "clone", "--quiet", "--bare", path, join(evil, `${executionId}.git`));
  const other = join(folder, "other");
  await run(folder, "clone", "--quiet", path, other);
  await commit("evil.yml", other);
  await run(other, "push", "--quiet", join(evil, `${executionId}.git`), `HEAD:refs/heads/${BRANCH}`);
  await git("config", `url.${evil}/.insteadOf`, `${join(home, "results")}/`);
  await git("config", "core.alternateRefsCommand", `touch ${mark}; true`);
  await git("config", "core.fsmonitor", `touch ${mark}; false`);
  await git("config", "filter.x.clean", `touch ${mark}; cat`);
  await mkdir(join(path, ".git/objects/info"), { recursive: true });
  await writeFile(join(path, ".git/objects/info/alternates"), `${join(other, ".git/objects")}\n`);
  for (const hook of ["reference-transaction", "post-update", "update", "pre-receive", "post-index-change"]) {
    await writeFile(join(path, ".git/hooks", hook), `#!/bin/sh\ntouch ${mark}\n`);
    await chmod(join(path, ".git/hooks", hook), 0o755);
  }
  expect(await publish(head)).toEqual({ kind: "published" });
  expect((await readFile(join(path, ".git/refs/heads", BRANCH), "utf8")).trim()).toBe(head);
  expect(await readdir(folder)).not.toContain("ran");
});

test("a branch that is the beginning of the name, or begins with it, is named", async () => {
  const head = await makeResult(["a.md"]);
  await git("branch", "catalyst");
  expect(problemOf(await publish(head))).toEqual({ kind: "name_conflict", ref: "refs/heads/catalyst" });
  await git("pack-refs", "--all");
  expect(problemOf(await publish(head))).toEqual({ kind: "name_conflict", ref: "refs/heads/catalyst" });
  expect(problemOf(await publish(head, { branch: "ma" }))).toBe("published");
  await git("branch", "deep/er/name");
  expect(problemOf(await publish(head, { branch: "deep/er" }))).toMatchObject({ kind: "name_conflict" });
});

test("a branch that is there already stays where it is", async () => {
  const head = await makeResult(["a.md"]);
  await git("branch", BRANCH);
  expect(problemOf(await publish(head))).toEqual({ kind: "elsewhere", commit: base });
  expect(await git("rev-parse", BRANCH)).toBe(base);
});

test("a branch is moved on from where the work began, packed or not", async () => {
  await git("branch", BRANCH);
  await git("pack-refs", "--all", "--prune");
  const head = await makeResult(["a.md"]);
  expect(problemOf(await publish(head, { previousCommit: base }))).toBe("published");
  expect(await git("rev-parse", BRANCH)).toBe(head);
  const next = await makeResult(["b.md"]);
  expect(problemOf(await publish(next, { previousCommit: base }))).toEqual({ kind: "elsewhere", commit: head });
});

test("commits of the task's own may be dropped from its branch, those of others never", async () => {
  const first = await makeResult(["a.md", "b.md"]);
  await publish(first);
  const own = (await git("rev-list", `main..${BRANCH}`)).split("\n");
  const squashed = await makeResult(["one.md"]);
  expect(problemOf(await publish(squashed, { previousCommit: first, ownCommits: own.slice(1) }))).toEqual({
    kind: "drops_commits",
    commits: [first],
  });
  expect(problemOf(await publish(squashed, { previousCommit: first, ownCommits: own }))).toBe("published");
  expect(await git("rev-parse", BRANCH)).toBe(squashed);
});

test.each([
  ["checked out", () => git("checkout", "--quiet", BRANCH)],
  ["checked out in another working tree", () => git("worktree", "add", "--quiet", "../second", BRANCH)],
  [
    "in the middle of a rebase",
    async () => {
      await git("checkout", "--quiet", BRANCH);
      await git("-c", "sequence.editor=sed -i 1ibreak", "rebase", "--quiet", "-i", "--root");
    },
  ],
])("a branch that is %s is not moved under its working tree", async (_how, checkOut) => {
  await git("branch", BRANCH);
  const head = await makeResult(["a.md"]);
  await checkOut();
  const problem = problemOf(await publish(head, { previousCommit: base }));
  expect(problem).toMatchObject({ kind: "checked_out", isForward: true });
  expect(await git("rev-parse", BRANCH)).toBe(base);
});

test("a linked working tree and a bare repository get the branch where their branches are", async () => {
  const head = await makeResult(["a.md"]);
  await git("worktree", "add", "--quiet", "--detach", "../second");
  await publish(head, { repo: { url: join(folder, "second") } as Repo });
  expect(await git("rev-parse", BRANCH)).toBe(head);
  const bare = join(folder, "bare.git");
  await run(folder, "clone", "--quiet", "--bare", "--single-branch", "--branch=main", path, bare);
  expect(problemOf(await publish(head, { repo: { url: bare } as Repo }))).toBe("published");
  expect(await run(bare, "rev-parse", BRANCH)).toBe(head);
});

test("a start that no ref leads to any more is brought along, so that the branch is whole", async () => {
  const head = await makeResult(["a.md"]);
  await git("checkout", "--quiet", "--orphan", "fresh");
  await commit("fresh.md");
  await git("branch", "-D", "main");
  await git("reflog", "expire", "--expire=now", "--all");
  await git("gc", "--quiet", "--prune=now");
  expect(problemOf(await publish(head))).toBe("published");
  expect(await git("log", "--format=%s", BRANCH)).toBe("a.md\nreadme.md");
  await git("fsck", "--full", "--strict");
});

test.runIf(isRoot)("what root adds belongs to the owner of the repository, with the mode of its folders", async () => {
  const head = await makeResult(["a.md"]);
  await chmod(folder, 0o755);
  await execa("chown", ["-R", "12345:23456", path]);
  await execa("chmod", ["-R", "g+w", join(path, ".git")]);
  expect(problemOf(await publish(head))).toBe("published");
  expect((await execa("find", [path, "!", "-uid", "12345", "-o", "!", "-gid", "23456"])).stdout).toBe("");
  const mode = async (name: string) => ((await lstat(join(path, ".git/refs/heads", name))).mode & 0o7777).toString(8);
  expect([await mode("catalyst"), await mode(BRANCH)]).toEqual(["775", "664"]);
});

test("nothing is written through a link in the place of a folder", async () => {
  const head = await makeResult(["a.md"]);
  const outside = join(folder, "outside");
  await mkdir(outside);
  await rename(join(path, ".git/refs/heads"), join(outside, "heads"));
  await symlink(join(outside, "heads"), join(path, ".git/refs/heads"));
  await expect(publish(head)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("a link"),
  });
  expect(await readdir(join(outside, "heads"))).toEqual(["main"]);
});

test("empty folders that deleted branches left, and the lock of a killed publisher, hold nothing up", async () => {
  const head = await makeResult(["a.md"]);
  await mkdir(join(path, ".git/refs/heads", BRANCH, "old/er"), { recursive: true });
  await writeFile(join(path, ".git/refs/heads", `${BRANCH}.lock`), `${head}\n`);
  expect(problemOf(await publish(head))).toBe("published");
  expect(await git("rev-parse", BRANCH)).toBe(head);
});

test("another git's lock is waited for, and left alone when it stays", async () => {
  const head = await makeResult(["a.md"]);
  const lock = join(path, ".git/refs/heads/free.lock");
  await writeFile(lock, "");
  expect(problemOf(await publish(head, { branch: "free" }))).toEqual({ kind: "locked", path: lock });
  setTimeout(() => void rm(lock), 200);
  expect(problemOf(await publish(head, { branch: "free" }))).toBe("published");
});

test("branches that git packs meanwhile are neither lost nor moved back", async () => {
  const head = await makeResult(["a.md"]);
  let isPacking = true;
  const packing = (async () => {
    while (isPacking) {
      await git("pack-refs", "--all", "--prune");
    }
  })();
  const names = Array.from({ length: 15 }, (_, index) => `many/${index}`);
  for (const branch of names) {
    expect(problemOf(await publish(head, { branch }))).toBe("published");
  }
  isPacking = false;
  await packing;
  expect((await git("for-each-ref", "--format=%(objectname)", "refs/heads/many")).split("\n")).toEqual(
    names.map(() => head),
  );
});

test("a repository with a reftable, and one that is gone, are refused in words", async () => {
  const head = await makeResult(["a.md"]);
  const config = await readConfig();
  const reftable = "[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\trefStorage = reftable\n";
  await writeFile(join(path, ".git/config"), config + reftable);
  await expect(publish(head)).rejects.toMatchObject({ code: "unsupported" });
  await rm(path, { recursive: true });
  await expect(publish(head)).rejects.toMatchObject({ code: "not_found" });
  await run(folder, "init", "--quiet");
  await mkdir(path);
  await expect(publish(head)).rejects.toMatchObject({ code: "not_found" });
});

test("a result stands under a ref of its own that no branch is in the way of, and that is made once", async () => {
  await git("branch", "catalyst");
  const head = await makeResult(["a.md"]);
  const input = {
    executionId,
    repo: { vcs: "local", url: path } as Repo,
    ref: REF,
    headCommit: head,
    baseCommit: base,
  };
  expect(await keepInRepository(home, input)).toBe(true);
  expect(await git("rev-parse", REF)).toBe(head);
  expect(await git("status", "--porcelain")).toBe("");
  const other = await makeResult(["b.md"]);
  expect(await keepInRepository(home, { ...input, headCommit: other })).toBe(false);
  expect(await keepInRepository(home, { ...input, ref: `${REF}/deeper`, headCommit: other })).toBe(false);
  expect(await git("rev-parse", REF)).toBe(head);
  expect(await git("merge", "--ff-only", "--quiet", REF)).toBe("");
});

test("a branch is made of a result that stands there, and of one whose ref was taken away", async () => {
  const head = await makeResult(["a.md"]);
  const repo = { vcs: "local", url: path } as Repo;
  await keepInRepository(home, { executionId, repo, ref: REF, headCommit: head, baseCommit: base });
  expect(await publish(head, { ref: REF })).toEqual({ kind: "published" });
  expect(await git("rev-parse", BRANCH)).toBe(head);
  const other = await makeResult(["b.md"]);
  expect(await publish(other, { ref: REF, branch: `${BRANCH}-2` })).toEqual({ kind: "published" });
  expect(await git("fsck", "--full", "--strict")).toBe("");
});

test.each(["loose", "packed"])(
  "a %s ref of a result goes once a branch has its commit, and nothing else does",
  async (how) => {
    const head = await makeResult(["a.md"]);
    const repo = { vcs: "local", url: path } as Repo;
    await keepInRepository(home, { executionId, repo, ref: REF, headCommit: head, baseCommit: base });
    await git("tag", "-a", "v1", "-m", "v1");
    if (how === "packed") {
      await git("pack-refs", "--all", "--prune");
    }
    const remove = (input = {}) => removeKept({ repo, ref: REF, commit: head, isForced: false, ...input });
    expect(await remove()).toBe(false);
    expect(await remove({ commit: base })).toBe(true);
    expect(await git("rev-parse", REF)).toBe(head);
    await publish(head);
    const before = await git("for-each-ref", "refs/heads", "refs/tags");
    expect(await remove()).toBe(true);
    expect(await remove()).toBe(true);
    expect(await git("for-each-ref")).toBe(before);
    expect(await readdir(join(path, ".git/refs/catalyst")).catch(() => [])).toEqual([]);
    expect(await git("fsck", "--full")).toBe("");
  },
);

test("a ref that is removed from among packed ones leaves the others, and another git's lock alone", async () => {
  const head = await makeResult(["a.md"]);
  const repo = { vcs: "local", url: path } as Repo;
  await keepInRepository(home, { executionId, repo, ref: REF, headCommit: head, baseCommit: base });
  await git("pack-refs", "--all", "--prune");
  await writeFile(join(path, ".git/packed-refs.lock"), "");
  expect(await removeKept({ repo, ref: REF, commit: head, isForced: true })).toBe(false);
  expect(await git("rev-parse", REF)).toBe(head);
  await rm(join(path, ".git/packed-refs.lock"));
  expect(await removeKept({ repo, ref: REF, commit: head, isForced: true })).toBe(true);
  expect(await git("for-each-ref", "--format=%(refname)")).toBe("refs/heads/main");
});
