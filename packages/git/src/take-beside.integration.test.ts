import { rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { takeBeside } from "./take-beside.ts";
import { type PushedWork, startWork } from "./testing/pushed-work.ts";

let work: PushedWork;

beforeEach(async () => {
  work = await startWork();
});
afterEach(() => work.remove());

const take = (seconds = 60) => takeBeside(work.home, { executionId: work.executionId, seconds });

async function pushBeside(number: number, script: string): Promise<string> {
  await work.sh(script);
  await work.sh(`git push -q ${quarantinePath(work.home, work.executionId)} HEAD:refs/beside/${number}`);
  return work.sh("git rev-parse HEAD");
}

test("what was pushed beside the branch is kept with the result, whole without quarantine and mirror", async () => {
  await work.sh("echo own > own.txt; git add -A; git commit -qm Own");
  await work.import();
  const side = await pushBeside(1, `git checkout -q -b side ${work.base}; echo x > x; git add -A; git commit -qm Side`);
  const repositoryPath = resultPath(work.home, work.executionId);
  const keptAt = `results/${work.executionId}.git`;
  expect(await take()).toEqual({ keptAt, commits: [{ ref: "refs/beside/1", commit: side }] });
  expect(await take()).toEqual({ keptAt, commits: [{ ref: "refs/beside/1", commit: side }] });
  for (const path of [quarantinePath(work.home, work.executionId), mirrorPath(work.home, work.repo.id)]) {
    await rm(path, { recursive: true });
  }
  await execa("git", ["-C", repositoryPath, "fsck", "--full"]);
  await work.sh(`git fetch -q ${repositoryPath} refs/beside/1 && git show FETCH_HEAD:x`);
});

test("it is kept also where there is nothing else, and nothing is made where there is nothing", async () => {
  expect((await take()).commits).toEqual([]);
  await expect(execa("test", ["-e", resultPath(work.home, work.executionId)])).rejects.toThrow();
  const side = await pushBeside(7, "echo x > x; git add -A; git commit -qm Side");
  expect((await take()).commits).toEqual([{ ref: "refs/beside/7", commit: side }]);
  const path = resultPath(work.home, work.executionId);
  expect((await execa("git", ["-C", path, "log", "--format=%s", "refs/beside/7"])).stdout).toBe("Side\nBegin");
});

test("what can't be brought over is an error", async () => {
  await pushBeside(1, "echo x > x; git add -A; git commit -qm Side");
  await rm(join(quarantinePath(work.home, work.executionId), "objects/info/alternates"));
  await expect(take()).rejects.toThrow();
});
