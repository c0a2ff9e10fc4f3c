import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { MAX_SETTINGS_BYTES } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSmallFile } from "./read-small-file.ts";

let folder: string;
const read = (name: string, followsLinks = false) => readSmallFile(join(folder, name), { followsLinks });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-small-file-"));
  await writeFile(join(folder, "small"), "name: é\n");
  await writeFile(join(folder, "full"), "x".repeat(MAX_SETTINGS_BYTES));
  await writeFile(join(folder, "large"), "x".repeat(MAX_SETTINGS_BYTES + 1));
  await mkdir(join(folder, "folder"));
  await symlink("small", join(folder, "link"));
  await symlink("/proc/self/pagemap", join(folder, "endless"));
  await promisify(execFile)("mkfifo", [join(folder, "pipe")]);
});
afterAll(() => rm(folder, { recursive: true }));

test("a small file is read whole; none is none", async () => {
  expect(await read("small")).toBe("name: é\n");
  expect((await read("full"))?.length).toBe(MAX_SETTINGS_BYTES);
  expect(await read("none")).toBeNull();
  expect(await read("small/none")).toBeNull();
});

test("a link is followed for the user's own files only", async () => {
  expect(await read("link", true)).toBe("name: é\n");
  await expect(read("link")).rejects.toMatchObject({ code: "invalid_configuration" });
});

test.each(["large", "folder", "pipe", "endless"])("%s is refused, and read no further", async (name) => {
  await expect(read(name, true)).rejects.toMatchObject({ code: "invalid_configuration" });
});
