import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { countOutOfMemoryKills, dropControlGroups, lookAtGroup, makeControlGroup } from "./control-group.ts";

const folders: string[] = [];
const LIMITS = { cpus: 1.5, memoryMib: 256, processes: 64 };
const KIND = { folder: "catalyst", weight: 50 };

/** Files where the kernel would have its own: enough to see what would be asked of it. */
function fakeRoot(controllers: string): string {
  const root = mkdtempSync(join(tmpdir(), "catalyst-control-group-"));
  folders.push(root);
  writeFileSync(join(root, "cgroup.controllers"), controllers);
  return root;
}

afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true });
  }
});

test("version 2 limits memory without swap, processes and CPU, and weighs all groups of its kind together", () => {
  const root = fakeRoot("cpuset cpu io memory pids\n");
  const made = makeControlGroup({ kind: KIND, name: "one", limits: LIMITS, root });
  const folder = join(root, "catalyst/one");
  expect(made.group?.folders).toEqual([folder]);
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  expect(read("memory.max")).toBe("268435456");
  expect(read("memory.swap.max")).toBe("0");
  expect(read("pids.max")).toBe("64");
  expect(read("cpu.max")).toBe("150000 100000");
  expect(readFileSync(join(root, "catalyst/cpu.weight"), "utf8")).toBe("50");
  expect(readFileSync(join(root, "catalyst/io.weight"), "utf8")).toBe("50");
  expect(readFileSync(join(root, "catalyst/cgroup.subtree_control"), "utf8")).toBe("+memory +pids +cpu");
});

test("version 1 does the same", () => {
  const root = fakeRoot("");
  for (const controller of ["memory", "pids", "cpu"]) {
    mkdirSync(join(root, controller));
    writeFileSync(join(root, controller, "cgroup.procs"), "");
  }
  expect(makeControlGroup({ kind: KIND, name: "one", limits: LIMITS, root }).group?.folders).toHaveLength(3);
  const read = (file: string) => readFileSync(join(root, file), "utf8");
  expect(read("memory/catalyst/one/memory.limit_in_bytes")).toBe("268435456");
  expect(read("pids/catalyst/one/pids.max")).toBe("64");
  expect(read("cpu/catalyst/one/cpu.cfs_quota_us")).toBe("150000");
  expect(read("cpu/catalyst/cpu.shares")).toBe("512");
});

test("version 1 has one more where the second kind is beside it: it counts how long was waited for memory", () => {
  const root = fakeRoot("");
  for (const hierarchy of ["memory", "pids", "cpu", "unified"]) {
    mkdirSync(join(root, hierarchy));
    writeFileSync(join(root, hierarchy, "cgroup.procs"), "");
  }
  const folders = makeControlGroup({ kind: KIND, name: "one", limits: LIMITS, root }).group?.folders ?? [];
  expect(folders.at(-1)).toBe(join(root, "unified/catalyst/one"));
  expect(lookAtGroup(folders)).toBeNull();
  writeFileSync(join(root, "unified/catalyst/one/memory.pressure"), "full avg10=0.00 total=2000\n");
  writeFileSync(join(root, "memory/catalyst/one/memory.usage_in_bytes"), "268000000\n");
  expect(lookAtGroup(folders)).toMatchObject({ stalledMilliseconds: 2, isFull: true });
});

test("without a share of the processors it gets what its weight brings", () => {
  const root = fakeRoot("cpu memory pids\n");
  const made = makeControlGroup({ kind: KIND, name: "one", limits: { ...LIMITS, cpus: null }, root });
  expect(readdirSync(made.group?.folders[0] ?? "").toSorted()).toEqual(["memory.max", "memory.swap.max", "pids.max"]);
});

test("groups that were left are removed, those of others and those in use aren't", () => {
  const root = fakeRoot("");
  for (const name of ["left-1", "left-2", "kept"]) {
    mkdirSync(join(root, "catalyst", name), { recursive: true });
  }
  // What isn't empty stands for a group with processes, which can't be removed either.
  writeFileSync(join(root, "catalyst/left-2/cgroup.procs"), "7\n");
  dropControlGroups({ kind: KIND, root }, (name) => name.startsWith("left"));
  expect(readdirSync(join(root, "catalyst"))).toEqual(["kept", "left-2"]);
});

test("a machine without the controllers gets no group, with the reason", () => {
  const made = makeControlGroup({ kind: KIND, name: "one", limits: LIMITS, root: fakeRoot("hugetlb\n") });
  expect(made.group).toBeNull();
  expect(made.group === null && made.reason).toContain("no memory, pids and cpu controllers");
});

test.each([
  ["memory.events", "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\n"],
  ["memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n"],
])("the kernel's kills for want of memory are read from %s", (file, text) => {
  const folder = join(fakeRoot(""), "group");
  mkdirSync(folder);
  writeFileSync(join(folder, file), text);
  expect(countOutOfMemoryKills([folder])).toBe(2);
});
