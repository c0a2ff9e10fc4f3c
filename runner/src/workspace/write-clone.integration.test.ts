import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeClone } from "./write-clone.ts";

let folder: string;
let mirror: string;
const remote = "http://127.0.0.1:8787/git/repository.git";

const git = (place: string, ...args: string[]) =>
  execFileSync("git", ["-C", place, ...args], {
    encoding: "utf8",
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      HOME: "/nonexistent",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_NAME: "Person",
      GIT_AUTHOR_EMAIL: "person@localhost",
      GIT_COMMITTER_NAME: "Person",
      GIT_COMMITTER_EMAIL: "person@localhost",
    },
  });

/** What git itself says of a clone. */
function describe(clone: string) {
  return {
    refs: git(clone, "for-each-ref", "--format=%(refname) %(objectname) %(symref)"),
    head: git(clone, "symbolic-ref", "HEAD"),
    settings: git(clone, "config", "--local", "--list")
      .split("\n")
      .filter((line) => !line.startsWith("remote.origin.url="))
      .toSorted(),
    branch: git(clone, "branch", "-vv"),
    problems: git(clone, "fsck", "--connectivity-only"),
  };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-clone-"));
  mirror = join(folder, "mirror.git");
  const person = join(folder, "person");
  git(folder, "init", "--quiet", "--initial-branch=main", person);
  await writeFile(join(person, "a.txt"), "a\n");
  git(person, "add", "a.txt");
  git(person, "commit", "--quiet", "--message=a");
  git(person, "branch", "zebra");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", mirror);
  git(person, "push", "--quiet", mirror, "main", "zebra");
  // Some are packed, and one of these has moved since.
  git(mirror, "pack-refs", "--all");
  git(person, "commit", "--quiet", "--allow-empty", "--message=b");
  git(person, "tag", "v1");
  git(person, "push", "--quiet", mirror, "main", "main:feature/übung", "main:a", "v1");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(): Promise<string | null> {
  const clone = join(folder, "written");
  await mkdir(clone, { recursive: true });
  return (await writeClone({ mirror, folder: clone, remote })) ? clone : null;
}

function cloneByGit(): string {
  const clone = join(folder, "cloned");
  git(folder, "clone", "--quiet", "--no-checkout", "--no-tags", "--reference", mirror, "--", `file://${mirror}`, clone);
  return clone;
}

test("git finds in a clone that was written what it finds in one of its own", async () => {
  const clone = (await write()) ?? "";
  expect(describe(clone)).toEqual(describe(cloneByGit()));
  expect(git(clone, "remote", "get-url", "origin").trim()).toBe(remote);
  git(clone, "checkout", "--quiet", "--no-track", "-B", "work", "origin/feature/übung");
  expect(git(clone, "status", "--porcelain", "--branch").trim()).toBe("## work");
});

test("a clone of a mirror that has no branch of its HEAD's name has none either", async () => {
  git(mirror, "update-ref", "-d", "refs/heads/main");
  expect(describe((await write()) ?? "")).toEqual(describe(cloneByGit()));
});

test("nothing is written where there is no mirror, its history is cut off, or a branch isn't one", async () => {
  await writeFile(join(mirror, "shallow"), `${git(mirror, "rev-parse", "main").trim()}\n`);
  expect(await write()).toBeNull();
  await rm(join(mirror, "shallow"));
  await writeFile(join(mirror, "refs/heads/other"), "ref: refs/heads/main\n");
  expect(await write()).toBeNull();
  await rm(mirror, { recursive: true });
  expect(await write()).toBeNull();
  expect(await readdir(join(folder, "written"))).toEqual([]);
});
