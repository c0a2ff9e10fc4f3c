import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CHECKOUT, readCommit } from "./read-commit.ts";

let folder: string;
const ENV = { PATH: "/usr/local/bin:/usr/bin:/bin", GIT_CONFIG_NOSYSTEM: "1", HOME: "/nonexistent" };
const PERSON = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
const git = (...args: string[]) =>
  execFileSync("git", [...PERSON, "-C", folder, ...args], { env: ENV, encoding: "utf8" }).trim();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-commit-"));
  git("init", "--quiet", "--initial-branch=main");
  git("commit", "--quiet", "--allow-empty", "--message=first");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the commit of a branch is read, loose and packed, and that of a detached HEAD", async () => {
  expect(await readCommit(folder)).toBe(git("rev-parse", "HEAD"));
  git("pack-refs", "--all");
  expect(await readCommit(folder)).toBe(git("rev-parse", "HEAD"));
  git("checkout", "--quiet", "--detach");
  expect(await readCommit(folder)).toBe(git("rev-parse", "HEAD"));
});

test("the commit of a linked working tree is its own", async () => {
  git("worktree", "add", "--quiet", "-b", "other", "tree");
  git("commit", "--quiet", "--allow-empty", "--message=second");
  expect(await readCommit(join(folder, "tree"))).toBe(git("rev-parse", "other"));
  expect(await readCommit(folder)).not.toBe(git("rev-parse", "other"));
});

test("where there is no repository, or a broken one, no commit is known", async () => {
  await rm(join(folder, ".git", "HEAD"));
  expect(await readCommit(folder)).toBe("");
  await rm(join(folder, ".git"), { recursive: true });
  expect(await readCommit(folder)).toBe("");
});

test("the checkout that runs has this file", async () => {
  expect(join(CHECKOUT, "cli", "src", "up", "outdated")).toBe(import.meta.dirname);
});
