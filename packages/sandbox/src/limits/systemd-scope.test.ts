import { EnvironmentLimits } from "@catalyst/core";
import { expect, test } from "vitest";
import { findScopeFolder, findSystemdScope, scopeCommand } from "./systemd-scope.ts";

const LIMITS = EnvironmentLimits.parse({ cpus: 1.5, memoryMib: 256, processes: 64 });

test("a scope limits memory without swap, processes and CPU", () => {
  const command = scopeCommand({ name: "one", limits: LIMITS });
  expect(command.slice(0, 3)).toEqual(["/usr/bin/systemd-run", "--user", "--scope"]);
  for (const property of [
    "MemoryMax=256M",
    "MemorySwapMax=0",
    "TasksMax=64",
    "CPUQuota=150%",
    "CPUWeight=50",
    "IOWeight=50",
  ]) {
    expect(command).toContain(property);
  }
  expect(command.at(-1)).toBe("--");
});

test("a process outside of the scope is never taken for a member of it", () => {
  expect(findScopeFolder(process.pid, "one")).toBeNull();
});

test("a user without a systemd of their own gets no scope", async () => {
  expect(await findSystemdScope({ name: "one", limits: LIMITS, uid: 4_000_000_000 })).toBeNull();
});
