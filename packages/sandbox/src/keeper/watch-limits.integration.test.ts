import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFile, open, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EnvironmentExitReason } from "@catalyst/core";
import { memoryStalls } from "@catalyst/core/apart";
import { CONTROL_GROUP_ROOT, endControlGroup, makeControlGroup, makeTemporaryFolder } from "@catalyst/machine/apart";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { KeeperOrder } from "./keeper-order.ts";
import { watchLimits } from "./watch-limits.ts";

const MEMORY_MIB = 200;
const WINDOW_MILLISECONDS = 3000;
/** Of the limit so much is its own that the kernel finds pages of the program alone to take away, and always one. */
const OWN_KIB = 188 * 1024;
/** Fast to what leaves room for the program itself, then slowly, and no further than that: what asks for more is ended by the kernel at last. */
const BIT_BY_BIT = `
  const { readFileSync } = require("node:fs");
  const own = () => Number(/^RssAnon:\\s+(\\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  const kept = Array.from({ length: 750 }, () => Buffer.alloc(180_000, 1));
  setInterval(() => own() < ${OWN_KIB} && kept.push(Buffer.alloc(20_000, 1)), 5);`;

let folder: string;
let groups: string[];
let child: ChildProcess;

beforeEach(async () => {
  const limits = { memoryMib: MEMORY_MIB, processes: 64, cpus: null };
  const kind = { folder: "catalyst-test", weight: 50 };
  const made = makeControlGroup({ kind, name: randomUUID(), limits, root: CONTROL_GROUP_ROOT });
  groups = made.group?.folders ?? [];
  // On a disk: what is in memory can't be taken away.
  folder = await makeTemporaryFolder("catalyst-watch-limits-", "/var/tmp");
});

afterEach(async () => {
  await endControlGroup(groups);
  await Promise.all(groups.map((group) => rmdir(dirname(group))));
  await rm(folder, { recursive: true, force: true });
});

/** A program of the group's own: pages that were read elsewhere first would count there. */
async function startInGroup(script: string): Promise<void> {
  const program = join(folder, "node");
  await copyFile(process.execPath, program);
  const file = await open(program, "r+");
  await file.sync();
  await file.close();
  const enter = groups.map((group) => `echo $$ > ${group}/cgroup.procs`);
  const lines = [...enter, 'dd if="$0" iflag=nocache count=0 2>/dev/null', 'exec "$0" -e "$1"'];
  child = spawn("/bin/sh", ["-c", lines.join("\n"), program, script], { stdio: "ignore" });
  await once(child, "spawn");
}

test("what takes memory bit by bit, and then does little but wait for it, is ended", async () => {
  await startInGroup(BIT_BY_BIT);
  const closed = once(child, "close");
  const { promise: told, resolve: end } = Promise.withResolvers<EnvironmentExitReason>();
  const watching = watchLimits({
    order: { limits: { memoryMib: MEMORY_MIB } } as KeeperOrder,
    disk: { isEnforcedByKernel: true, isFull: async () => false } as never,
    ...{ launcherPid: child.pid as number, deadline: Date.now() + 600_000, isMemoryLimited: true },
    ...{ stop: new AbortController().signal, end },
    ...{ controlGroups: () => groups, isStalled: memoryStalls(WINDOW_MILLISECONDS) },
  });
  const first = await Promise.race([told, closed.then(() => "the kernel ended it")]);
  await watching.finish();
  expect(first).toBe("out_of_memory");
}, 300_000);
