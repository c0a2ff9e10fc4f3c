import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRepository } from "../create-repository.ts";
import { ensureBare } from "../ensure-bare.ts";
import { runGit } from "../run-git.ts";
import { linkRepositories } from "./link-repositories.ts";
import { findBadLine, isRepositoryFile } from "./repository-file.ts";

let folder: string;
let home: string;
let copy: string;
const executionId = randomUUID();
const name = `quarantine/${executionId}.git`;

const git = (repositoryPath: string, ...args: string[]) => runGit({ args, repositoryPath });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-links-"));
  [home, copy] = [join(folder, "home"), join(folder, "copy")];
  await createRepository({ path: join(folder, "theirs"), files: { "a.txt": "a\n" }, message: "Begin" });
  const mirror = join(home, "mirrors", "one.1.git");
  await ensureBare(mirror);
  await git(mirror, "fetch", "--quiet", join(folder, "theirs"), "+refs/heads/*:refs/heads/*");
  const quarantine = join(home, name);
  await ensureBare(quarantine);
  await mkdir(join(quarantine, "objects", "info"), { recursive: true });
  await writeFile(join(quarantine, "objects", "info", "alternates"), `${join(mirror, "objects")}\n`);
  const main = (await git(mirror, "rev-parse", "main")).trim();
  await git(quarantine, "update-ref", "refs/heads/catalyst/work", main);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("what is linked is whole in itself: without its mirror, and when the home's own is gone", async () => {
  const refs = await git(join(home, name), "for-each-ref");
  await linkRepositories(home, copy);
  await rm(home, { recursive: true });
  expect(await git(join(copy, name), "for-each-ref")).toBe(refs);
  expect(await git(join(copy, name), "fsck", "--full", "--strict")).toBe("");
  expect(await git(join(copy, name), "show", "catalyst/work:a.txt")).toBe("a\n");
});

test("all that a repository of ours needs is of a kind that a backup has, and nothing that git would run", async () => {
  await linkRepositories(home, copy);
  const files = (await readdir(copy, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(copy.length + 1));
  expect(paths.filter((path) => !isRepositoryFile(path)).toSorted()).toEqual([`${name}/HEAD`, `${name}/config`]);
  expect(await findBadLine(join(copy, name, "packed-refs"), "packed-refs")).toBeNull();
});

test("nothing is copied, and a later push isn't seen", async () => {
  await linkRepositories(home, copy);
  const packs = await readdir(join(copy, name, "objects"), { recursive: true, withFileTypes: true });
  for (const entry of packs.filter((one) => one.isFile())) {
    expect((await stat(join(entry.parentPath, entry.name))).nlink).toBeGreaterThan(1);
  }
  const before = await readFile(join(copy, name, "packed-refs"), "utf8");
  await git(join(home, name), "update-ref", "-d", "refs/heads/catalyst/work");
  expect(await readFile(join(copy, name, "packed-refs"), "utf8")).toBe(before);
});

test.each([
  "refs/heads/../../config",
  "refs/heads/a b",
  "refs/heads/.hidden",
  "refs/heads/a.lock",
  "refs/heads/a.lock/b",
  "refs/heads/a\u001bb",
  "refs/heads/a~1",
  "refs/heads/*",
  "refs//a",
  "HEAD",
  `refs/heads/${"a".repeat(5000)}`,
])("a ref %j that git wouldn't have written is found", async (ref) => {
  const path = join(folder, "packed-refs");
  await writeFile(path, `${"a".repeat(40)} refs/heads/main\n${"b".repeat(40)} ${ref}\n`);
  expect(await findBadLine(path, "packed-refs")).not.toBeNull();
});
