import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Repo } from "@catalyst/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { gitRepositories } from "../git-repositories.ts";
import { mirrorPath, quarantinePath } from "../paths.ts";
import { askGit, startGitsBy } from "../run-git.ts";
import { execute } from "../starter/execute.ts";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { newestGeneration } from "./generations.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
let home: string;
let person: PersonRepository;
let repo: Repo;
let base: string;

beforeAll(async () => {
  folder = await testFolder();
  home = join(folder.path, "home");
});
afterAll(() => folder.remove());

beforeEach(() => {
  person = personRepository(join(folder.path, `pérson-${randomUUID()}`));
  base = person.commit({ a: "1\n" });
  repo = repoAt(person.path);
});

function repoAt(url: string): Repo {
  const ids = { id: randomUUID(), projectId: randomUUID(), createdAt: new Date() };
  return { ...ids, vcs: "local", url, name: "shop", defaultBranch: "main" };
}

const repositories = () => gitRepositories({ home, privateHosts: [] });
const refresh = () => repositories().refreshMirror(repo);
const generation = () => newestGeneration(mirrorPath(home, repo.id));
const has = async (repositoryPath: string, object: string) =>
  (await askGit({ args: ["cat-file", "-e", object], repositoryPath })).ok;

/** A place for an execution that starts from a commit. */
async function startFrom(startCommit: string, ...otherCommits: string[]): Promise<string> {
  const executionId = randomUUID();
  await repositories().ensureQuarantine({ executionId, repo, startCommit, otherCommits, keptBy: null });
  return executionId;
}

/** A secret on a branch that the mirror has seen. */
async function publishSecret(): Promise<{ commit: string; blob: string }> {
  person.git("checkout", "--quiet", "-b", "secret");
  const commit = person.commit({ password: "hunter2\n" });
  person.git("checkout", "--quiet", "main");
  await refresh();
  return { commit, blob: person.git("rev-parse", `${commit}:password`) };
}

describe("what a repository has dropped is in no mirror that later environments see:", () => {
  test("a branch that was deleted", async () => {
    const { commit, blob } = await publishSecret();
    expect(await has(await generation(), blob)).toBe(true);
    person.git("branch", "-D", "secret");
    await refresh();
    expect(await has(await generation(), blob)).toBe(false);
    expect(await has(await generation(), commit)).toBe(false);
    expect(await has(await generation(), base)).toBe(true);
  });

  test("a commit that was amended away, and a tag that was moved", async () => {
    const { commit, blob } = await publishSecret();
    person.git("tag", "--annotate", "--message=s3cr3t", "v1");
    const tag = person.git("rev-parse", "v1");
    await refresh();
    person.git("branch", "--force", "secret", base);
    person.git("tag", "--force", "v1", base);
    await refresh();
    for (const object of [commit, blob, tag]) {
      expect(await has(await generation(), object)).toBe(false);
    }
  });

  test("a branch whose refresh was cut off midway", async () => {
    const { blob } = await publishSecret();
    person.git("branch", "-D", "secret");
    // As a worker leaves it that is killed between the fetch and what follows.
    writeFileSync(join(await generation(), "unfinished"), "");
    await askGit({ args: ["update-ref", "-d", "refs/heads/secret"], repositoryPath: await generation() });
    await refresh();
    expect(await has(await generation(), blob)).toBe(false);
  });
});

test("nothing is made anew for branches that went on, or whose commits others have", async () => {
  person.git("checkout", "--quiet", "-b", "merged");
  person.commit({ b: "2\n" });
  await refresh();
  const before = await generation();
  person.git("checkout", "--quiet", "main");
  person.git("merge", "--quiet", "--ff-only", "merged");
  person.git("branch", "--delete", "merged");
  person.commit({ c: "3\n" });
  await refresh();
  expect(await generation()).toBe(before);
});

test("nothing is fetched while branches and tags are where they were", async () => {
  const started: (string | undefined)[] = [];
  startGitsBy((execution) => {
    started.push(execution.args.find((arg) => arg === "fetch"));
    return execute(execution);
  });
  const fetches = async () => {
    started.length = 0;
    await refresh();
    return started.includes("fetch");
  };
  try {
    expect([await fetches(), await fetches()]).toEqual([true, false]);
    person.git("tag", "v1");
    expect([await fetches(), await fetches()]).toEqual([true, false]);
    person.git("tag", "--delete", "v1");
    // A generation that was replaced is to be removed once.
    expect([await fetches(), await fetches()]).toEqual([true, true]);
  } finally {
    startGitsBy(execute);
  }
});

test("what a killed process left of a quarantine goes with it", async () => {
  const executionId = await startFrom((await publishSecret()).commit);
  mkdirSync(`${quarantinePath(home, executionId)}.1234.new`);
  await repositories().discard({ executionId, keptAt: null });
  expect((await readdir(join(home, "quarantine"))).filter((name) => name.startsWith(executionId))).toEqual([]);
});

test("an execution keeps what it borrows for as long as it lives, and an hour longer", async () => {
  const { commit, blob } = await publishSecret();
  const before = await generation();
  const executionId = await startFrom(commit);
  person.git("branch", "-D", "secret");
  await refresh();
  expect(await has(quarantinePath(home, executionId), blob)).toBe(true);
  const long = new Date(Date.now() - 2 * 60 * 60 * 1000);
  utimesSync(join(before, "replaced"), long, long);
  await refresh();
  expect(await has(quarantinePath(home, executionId), blob)).toBe(true);
  await repositories().discard({ executionId, keptAt: null });
  await refresh();
  expect((await readdir(join(home, "mirrors"))).filter((name) => name.startsWith(repo.id))).toEqual([
    `${repo.id}.2.git`,
    `${repo.id}.git`,
    `${repo.id}.git.lock`,
  ]);
});

test("many that ask at once get one mirror", async () => {
  await Promise.all(Array.from({ length: 5 }, refresh));
  expect(await generation()).toBe(join(home, "mirrors", `${repo.id}.1.git`));
});

describe("a commit that is on no branch", () => {
  test("is there for the execution that starts from it, and for no other", async () => {
    person.git("checkout", "--quiet", "--detach");
    const commit = person.commit({ "settings.yaml": "on: detached\n" });
    await refresh();
    const executionId = await startFrom(commit);
    const read = { repo, executionId, commit, paths: ["settings.yaml"], maxBytes: 100 };
    expect(await repositories().readFiles(read)).toEqual(new Map([["settings.yaml", "on: detached\n"]]));
    expect(await has(await generation(), commit)).toBe(false);
    expect(await has(quarantinePath(home, await startFrom(base)), commit)).toBe(false);
  });

  test("is there beside the one that the work goes on from", async () => {
    person.git("checkout", "--quiet", "--detach");
    const commit = person.commit({ b: "2\n" });
    await refresh();
    const executionId = await startFrom(base, commit);
    expect(await has(quarantinePath(home, executionId), commit)).toBe(true);
  });

  test("is said to be gone when it is", async () => {
    await refresh();
    const gone = "1".repeat(40);
    await expect(startFrom(gone)).rejects.toMatchObject({
      code: "not_found",
      message: `Starting from ${gone.slice(0, 12)} failed: ${person.path} doesn't have this commit any more.`,
      way: { kind: "start_task" },
    });
    const executionId = await startFrom(base);
    await expect(
      repositories().readFiles({ repo, executionId, commit: gone, paths: ["a"], maxBytes: 9 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a shallow checkout without a branch, as machines that test have it, can be started from", async () => {
  const tip = person.commit({ b: "2\n" });
  const checkout = personRepository(join(folder.path, `ci-${randomUUID()}`));
  checkout.git("fetch", "--quiet", "--depth=1", `file://${person.path}`, "+refs/heads/main:refs/remotes/pull/1/merge");
  checkout.git("checkout", "--quiet", "--detach", "refs/remotes/pull/1/merge");
  repo = repoAt(checkout.path);
  await refresh();
  const quarantine = quarantinePath(home, await startFrom(tip));
  expect((await askGit({ args: ["rev-list", tip], repositoryPath: quarantine })).output.trim()).toBe(tip);
});

test("a repository above one that is gone is never taken for it", async () => {
  await refresh();
  const inner = join(person.path, "inner");
  const repository = personRepository(inner);
  repository.commit({ b: "2\n" });
  repo = repoAt(inner);
  await refresh();
  rmSync(join(inner, ".git"), { recursive: true });
  await expect(refresh()).rejects.toMatchObject({
    code: "not_found",
    message: `Opening the repository ${inner} failed: it is no git repository any more. Put it back, then try again.`,
  });
});

test("a repository that is broken is said to be, without a word of passwords", async () => {
  await refresh();
  const commit = person.commit({ b: "2\n" });
  const tree = person.git("rev-parse", `${commit}^{tree}`);
  rmSync(join(person.path, ".git/objects", tree.slice(0, 2), tree.slice(2)));
  await expect(refresh()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/^Reading the repository .* failed: .*[^.]\. See what is wrong, in it: git fsck$/s),
  });
  await expect(refresh()).rejects.not.toThrow(/password/);
});
