import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRepository } from "./create-repository.ts";
import { findFiles } from "./find-files.ts";
import { runGit } from "./run-git.ts";

let repositoryPath: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-find-files-"));
  const path = join(folder, "shop");
  const files = {
    "go.sum": "1",
    "deep/er/go.sum": "2",
    "requirements.txt": "3",
    "requirements-dev.txt": "4",
    "xgo.sum": "no",
    "go.sum.bak": "no",
  };
  await createRepository({ path, files, message: "Begin" });
  repositoryPath = join(path, ".git");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("files are found by their names at any depth, with the ids of their contents", async () => {
  const names = ["go.sum", "requirements*.txt", "*.lock"];
  const found = await findFiles({ repositoryPath, commit: "HEAD", names });
  expect([...found.keys()]).toEqual(["deep/er/go.sum", "go.sum", "requirements-dev.txt", "requirements.txt"]);
  expect(found.get("go.sum")).toBe((await runGit({ args: ["rev-parse", "HEAD:go.sum"], repositoryPath })).trim());
});
