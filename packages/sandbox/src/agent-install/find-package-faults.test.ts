import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPackageFaults } from "./find-package-faults.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-package-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function place(name: string, manifest: object): Promise<void> {
  const path = join(folder, "node_modules", name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "package.json"), JSON.stringify({ name, version: "2.0.0", ...manifest }));
}

test("a package that would fetch its program with a script is told apart", async () => {
  await place("agent", { scripts: { postinstall: "node fetch.js" } });
  expect(await findPackageFaults(folder, "agent")).toEqual([
    expect.stringContaining("agent has a postinstall script, which was not run"),
  ]);
});

test("the missing part for this platform is named", async () => {
  const part = `@me/agent-${process.platform}-${process.arch}`;
  await place("agent", { optionalDependencies: { [part]: "2.0.0", "@me/agent-win32-x64": "2.0.0" } });
  expect(await findPackageFaults(folder, "agent")).toEqual([expect.stringContaining(`(${part}@2.0.0) isn't in`)]);
  await place(part, {});
  expect(await findPackageFaults(folder, "agent")).toEqual([]);
});
