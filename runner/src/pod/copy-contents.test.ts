import { chmod, lstat, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyContents } from "./copy-contents.ts";

let folder: string;
let source: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-contents-"));
  [source, target] = [join(folder, "source"), join(folder, "target")];
  await mkdir(join(source, "deep", ".hidden"), { recursive: true, mode: 0o750 });
  await writeFile(join(source, "deep", "-rf"), "one");
  await writeFile(join(source, ".profile"), "two", { mode: 0o700 });
  await symlink("nowhere", join(source, "link"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what is in a folder is copied as it is, hidden files and links that lead nowhere among it", async () => {
  await copyContents(source, target);
  expect(await readFile(join(target, "deep", "-rf"), "utf8")).toBe("one");
  expect((await stat(join(target, ".profile"))).mode & 0o777).toBe(0o700);
  expect((await stat(join(target, "deep", ".hidden"))).isDirectory()).toBe(true);
  expect((await lstat(join(target, "link"))).isSymbolicLink()).toBe(true);
});

test("the folder that it goes into stays as it is: a kubelet made it, and nobody but root may change it", async () => {
  await mkdir(target);
  await chmod(target, 0o777);
  await utimes(source, 1000, 1000);
  await copyContents(source, target);
  const found = await stat(target);
  expect(found.mode & 0o777).toBe(0o777);
  expect(found.mtimeMs).toBeGreaterThan(1_000_000);
});

test("what begins with nothing ends with nothing", async () => {
  await mkdir(join(folder, "empty"));
  await copyContents(join(folder, "empty"), target);
  expect((await stat(target)).isDirectory()).toBe(true);
});
