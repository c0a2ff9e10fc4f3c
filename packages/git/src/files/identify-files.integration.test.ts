import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IdentifiedFiles } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRepository } from "../create-repository.ts";
import { identifyFiles } from "./identify-files.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-identify-files-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const FILES = { "go.sum": "1", "tools/install.sh": "2", "tools/.env": "3", "src/ü.js": "4" };

async function identify(files: Record<string, string>, patterns: string[] | null): Promise<IdentifiedFiles> {
  const path = await mkdtemp(join(folder, "shop-"));
  await createRepository({ path, files, message: "Begin" });
  return identifyFiles({ repositoryPath: join(path, ".git"), commit: "HEAD", patterns });
}

test.each<[string, string[] | null, Record<string, string>, boolean]>([
  ["all files", null, {}, true],
  ["all files", null, { "src/ü.js": "5" }, false],
  ["named files", ["go.sum", "tools"], { "src/ü.js": "5" }, true],
  ["named files", ["go.sum", "tools"], { "tools/.env": "5" }, false],
  ["named files", ["go.sum", "tools"], { "tools/new": "" }, false],
  ["files anywhere", ["**/*.js"], { "go.sum": "5" }, true],
  ["files anywhere", ["**/*.js"], { "src/ü.js": "5" }, false],
  ["files that aren't there", ["nowhere"], { "go.sum": "5" }, true],
])("of %s (%j), with the change %j, the name stays the same: %s", async (...row) => {
  const [, patterns, change, isSame] = row;
  const [before, after] = [await identify(FILES, patterns), await identify({ ...FILES, ...change }, patterns)];
  expect(before.name === after.name).toBe(isSame);
});

test("patterns that mean no file are told", async () => {
  const patterns = ["go.sum", "tools", "**/*.js", "tools/*.txt", "go.su", "nowhere"];
  expect((await identify(FILES, patterns)).unmatched).toEqual(["tools/*.txt", "go.su", "nowhere"]);
  expect((await identify(FILES, null)).unmatched).toEqual([]);
});

test("a commit that isn't there is named", async () => {
  const path = await mkdtemp(join(folder, "shop-"));
  await createRepository({ path, files: FILES, message: "Begin" });
  const commit = "1".repeat(40);
  for (const patterns of [null, ["go.sum"]]) {
    const asked = identifyFiles({ repositoryPath: join(path, ".git"), commit, patterns });
    await expect(asked).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("111111111111") });
  }
});
