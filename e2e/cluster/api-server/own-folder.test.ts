import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeOwnFolder } from "./own-folder.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "catalyst-own-"));
});
afterEach(() => rm(parent, { recursive: true }));

test("what a process left that was killed is taken away by the next, and what lives or is somebody else's is not", async () => {
  const child = spawn("sleep", ["1000"]);
  await once(child, "spawn");
  const dead = identifyProcess(child.pid ?? 0);
  child.kill("SIGKILL");
  await once(child, "exit");
  for (const [name, owner] of [
    ["x-dead", dead],
    ["x-alive", identifyProcess(process.pid)],
    ["y-dead", dead],
  ] as const) {
    await mkdir(join(parent, name));
    await writeFile(join(parent, name, "owner.json"), JSON.stringify(owner));
  }
  await mkdir(join(parent, "x-unknown"));
  const made = await makeOwnFolder("x-", parent);
  expect((await readdir(parent)).map((name) => join(parent, name)).sort()).toEqual(
    ["x-alive", "x-unknown", "y-dead"]
      .map((name) => join(parent, name))
      .concat(made)
      .sort(),
  );
});
