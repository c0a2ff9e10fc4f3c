import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess } from "@catalyst/machine";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeReadingGroup } from "./reading-group.ts";
import { type Apart, type ApartEnd, runApart } from "./run-apart.ts";

/** Version 1 of the control groups has a folder for each controller. */
const GROUPS =
  ["/sys/fs/cgroup/catalyst-reading", "/sys/fs/cgroup/memory/catalyst-reading"].find((path) => existsSync(path)) ?? "";

let folder: string;

function mayMakeGroups(): boolean {
  const group = makeReadingGroup({ memoryMib: 64 });
  void group.end();
  return group.folders.length > 0;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-apart-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(code: string, limits = {}, more: Partial<Apart> = {}): Promise<ApartEnd> {
  const program = join(folder, "program.mjs");
  await writeFile(program, code);
  const all = { memoryMib: 1024, cpuSeconds: 60, seconds: 120, ...limits };
  return runApart({ program, input: "order", limits: all, maxOutputBytes: 1000, signal: null, ...more });
}

test("a program gets its input, nothing of our environment, and waits for others", async () => {
  const end = await run(`
    import { getPriority } from "node:os";
    // Beside what a shell says, where compiled programs are kept.
    const known = ["PWD", "SHLVL", "_", "OLDPWD", "NODE_COMPILE_CACHE"];
    const names = Object.keys(process.env).filter((name) => !known.includes(name));
    process.stdin.once("data", (line) => {
      console.log(String(line).trim(), JSON.stringify(names), getPriority() > 0);
      process.exit();
    })`);
  expect(end).toEqual({ kind: "answered", output: "order [] true\n" });
});

test.each([
  ["memory", "const a = []; for (;;) a.push(Buffer.alloc(1e6, 1))", {}],
  ["memory", "const a = []; for (;;) a.push([a.length, {}])", {}],
  ["processor time", "for (;;);", { cpuSeconds: 1 }],
  ["time", "setTimeout(() => {}, 60_000)", { seconds: 1 }],
  ["output", "for (;;) console.log('x'.repeat(100))", {}],
])("one that takes too much %s is stopped, and says so", async (limit, code, limits) => {
  expect(await run(code, limits)).toEqual({ kind: "stopped", limit });
});

/** Three programs that each hold 600 MB until all of them do: fewer than one may have by itself. */
const TOGETHER = `
  import { spawn } from "node:child_process";
  import { once } from "node:events";
  const piece = Buffer.alloc(1e6, 1);
  async function fill({ stdin }) {
    stdin.on("error", () => undefined);
    for (let number = 0; number < 600 && stdin.writable; number++) {
      await new Promise((resolve) => stdin.write(piece, resolve));
    }
  }
  const children = Array.from({ length: 3 }, () => spawn("tail", ["-c", "600000000"], { stdio: ["pipe", "ignore", "ignore"] }));
  const ends = children.map((child) => once(child, "close"));
  await Promise.all(children.map(fill));
  children.forEach(({ stdin }) => stdin.end());
  const codes = (await Promise.all(ends)).map(([code]) => code);
  console.log(codes.join());
  process.exit(codes.every((code) => code === 0) ? 0 : 1);`;
const EACH = { memoryMib: 800 };

test("control: without control groups three processes may take more together than two may have", async () => {
  const end = await run(TOGETHER, EACH, { controlGroupRoot: folder });
  expect(end).toEqual({ kind: "answered", output: "0,0,0\n" });
});

test.skipIf(!mayMakeGroups())(
  "where the account may make control groups, what they take together is bounded",
  async () => {
    expect(await run(TOGETHER, EACH)).toEqual({ kind: "stopped", limit: "memory" });
  },
);

test.skipIf(!mayMakeGroups())(
  "where it may, whatever leaves the process group ends all the same, and no group stays",
  async () => {
    const program = `
    import { spawn } from "node:child_process";
    const { pid } = spawn("sleep", ["60"], { stdio: "ignore", detached: true });
    console.log(pid); process.exit();`;
    const { output } = (await run(program)) as { output: string };
    expect(identifyProcess(Number(output))).toBeNull();
    expect(readdirSync(GROUPS).filter((name) => name.startsWith(`${process.pid}-`))).toEqual([]);
  },
);

test("what it has started is killed with it", async () => {
  const end = await run(
    `import { spawn } from "node:child_process";
     const child = spawn("sleep", ["60"], { stdio: "inherit" }); setTimeout(() => {}, 60_000)`,
    { seconds: 1 },
  );
  // Its output would stay open as long as any of them lived.
  expect(end).toEqual({ kind: "stopped", limit: "time" });
});

test("one that is broken off is killed, and says so", async () => {
  await expect(run("setTimeout(() => {}, 60_000)", {}, { signal: AbortSignal.timeout(300) })).rejects.toThrow(
    "aborted",
  );
});

test("its own failure is an error with its last words", async () => {
  await expect(run("throw new Error('no such thing')")).rejects.toThrow("no such thing");
});

test("a program ends with all that it has started when we are gone", async () => {
  const program = join(folder, "program.mjs");
  const readOrder = join(import.meta.dirname, "read-order.ts");
  await writeFile(
    program,
    `import { spawn } from "node:child_process"; import { readOrder } from ${JSON.stringify(readOrder)};
     console.log(await readOrder(), spawn("sleep", ["60"], { stdio: "inherit" }).pid); setInterval(() => {}, 1000);`,
  );
  const child = spawn(process.execPath, [program], { detached: true, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.write("order\n");
  await once(child.stdout, "data");
  child.stdin.destroy();
  // Its output closes when the last one that has it is gone.
  await once(child, "close");
  expect(child.signalCode).toBe("SIGKILL");
});
