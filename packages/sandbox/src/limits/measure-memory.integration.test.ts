import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { measureMemoryBytes } from "./measure-memory.ts";

const MEBIBYTE = 2 ** 20;

let box: ChildProcess;

afterEach(async () => {
  box.kill("SIGKILL");
  await once(box, "close");
});

/** Runs a script of the shell in a box with memory of its own for /tmp and /dev/shm, until it says something; all of it ends with the box. */
async function start(script: string): Promise<number> {
  const root = ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/dev/shm"];
  box = spawn(
    "bwrap",
    ["--unshare-pid", "--die-with-parent", ...root, "sh", "-c", `${script}; echo ready; sleep 60; :`],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(box.stdout as NodeJS.EventEmitter, "data");
  return box.pid as number;
}

test("files in memory count, those too that nobody can see", async () => {
  const fill = (path: string) => `head -c ${40 * MEBIBYTE} /dev/zero > ${path}`;
  const script = `${fill("/tmp/a")}; ${fill("/dev/shm/b")}; exec 3< /dev/shm/b; rm /dev/shm/b`;
  expect(measureMemoryBytes(await start(script))).toBeGreaterThan(80 * MEBIBYTE);
});

test("files of the machine don't", async () => {
  expect(measureMemoryBytes(await start("true"))).toBeLessThan(40 * MEBIBYTE);
});
