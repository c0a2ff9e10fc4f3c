import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeNewFile } from "./new-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-new-file-"));
  path = join(folder, "backup.tar");
});
afterEach(() => rm(folder, { recursive: true }));

test("a new file is there when it is whole, and its owner alone can read it", async () => {
  await makeNewFile(path, async (file) => {
    await file.writeFile("half");
    expect(await readdir(folder)).not.toContain("backup.tar");
    await file.writeFile(" and half");
  });
  expect(await readFile(path, "utf8")).toBe("half and half");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["backup.tar"]);
});

test("where the disk gets full nothing is left, and that is said", async () => {
  const failing = makeNewFile(path, async (file) => {
    await file.writeFile("half");
    throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  });
  await expect(failing).rejects.toMatchObject({
    code: "storage_full",
    message: expect.stringContaining("the disk is full"),
  });
  expect(await readdir(folder)).toEqual([]);
});

test("a file that is there, or that somebody makes meanwhile, stays as it is", async () => {
  await expect(makeNewFile(path, () => writeFile(path, "theirs"))).rejects.toMatchObject({ code: "conflict" });
  await expect(makeNewFile(path, async () => undefined)).rejects.toMatchObject({ code: "conflict" });
  expect(await readFile(path, "utf8")).toBe("theirs");
  expect(await readdir(folder)).toEqual(["backup.tar"]);
});

test("a folder that isn't there is named", async () => {
  const path = join(folder, "nowhere", "backup.tar");
  await expect(makeNewFile(path, async () => undefined)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(path),
  });
});
