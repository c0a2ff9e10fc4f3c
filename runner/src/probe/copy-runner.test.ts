import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyRunner } from "./copy-runner.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-copies-"));
  for (const name of ["node/bin/node", "bin/tini", "runner.mjs", "probe.mjs"]) {
    await mkdir(dirname(join(folder, "image", name)), { recursive: true });
    await writeFile(join(folder, "image", name), name);
  }
  await chmod(join(folder, "image/bin/tini"), 0o755);
});
afterEach(() => rm(folder, { recursive: true }));

test("what stages run is where they are told to find it, to be run, and nothing else is", async () => {
  const into = join(folder, "copies");
  await copyRunner(into, join(folder, "image"));
  expect(await readFile(join(into, "node/bin/node"), "utf8")).toBe("node/bin/node");
  expect(await readFile(join(into, "runner.mjs"), "utf8")).toBe("runner.mjs");
  expect((await stat(join(into, "bin/tini"))).mode & 0o111).toBe(0o111);
  await expect(stat(join(into, "probe.mjs"))).rejects.toThrow("ENOENT");
});

test("nothing is copied where nodes mount images", async () => {
  await expect(copyRunner(undefined, join(folder, "nowhere"))).resolves.toBeUndefined();
});

test("one that can't be copied whole is told", async () => {
  await rm(join(folder, "image/runner.mjs"));
  await expect(copyRunner(join(folder, "copies"), join(folder, "image"))).rejects.toThrow("runner.mjs");
});
