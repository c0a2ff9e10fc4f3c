import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runForTest } from "../testing/run-for-test.ts";
import { makeHome } from "./make-home.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-home-"));
  await writeFile(join(folder, "file"), "");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a home is made with the folders above it, also by several at once, and may be there", async () => {
  const home = join(folder, "a/b/c");
  await Promise.all([makeHome(home), makeHome(home), makeHome(home)]);
  await makeHome(home);
  expect((await stat(home)).mode & 0o777).toBe(0o700);
});

test.each([
  ["/dev/null/x", "is no folder"],
  ["/proc/x", "nothing can be made there"],
  ["/proc/x/y/z", "nothing can be made there"],
])("a home that can't be made, %s, is said with the way out", async (home, words) => {
  const { exitCode, stderr } = await runForTest({ args: ["tasks", "list"], env: { CATALYST_HOME: home } });
  expect(exitCode).toBe(3);
  expect(stderr).toContain(words);
  expect(stderr).toContain("Set CATALYST_HOME");
});

test.each(["tasks list", "credentials list", "up"])(
  "a home whose path is too long for its sockets is said by %s, before anything is made or started",
  async (command) => {
    const home = join(folder, "x".repeat(90));
    const { exitCode, stderr } = await runForTest({ args: command.split(" "), env: { CATALYST_HOME: home } });
    expect(exitCode).toBe(3);
    const excess = Buffer.byteLength(`${home}/gateway/00000000/gateway.sock`) - 107;
    expect(stderr).toContain(`Set CATALYST_HOME to a path that is at least ${excess} bytes shorter.`);
    await expect(stat(home)).rejects.toThrow("ENOENT");
  },
);

test("a file in the home's place is said", async () => {
  await expect(makeHome(join(folder, "file"))).rejects.toThrow(/is no folder/);
});
