import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApartEnd, runApart } from "./run-apart.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-apart-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(code: string, limits = {}, signal: AbortSignal | null = null): Promise<ApartEnd> {
  const program = join(folder, "program.mjs");
  await writeFile(program, code);
  const all = { memoryMib: 1024, cpuSeconds: 20, seconds: 20, ...limits };
  return runApart({ program, input: "order", limits: all, maxOutputBytes: 1000, signal });
}

test("a program gets its input, nothing of our environment, and waits for others", async () => {
  const end = await run(`
    import { getPriority } from "node:os";
    const names = Object.keys(process.env).filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name));
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
  const started = Date.now();
  await expect(run("setTimeout(() => {}, 60_000)", {}, AbortSignal.timeout(300))).rejects.toThrow("aborted");
  expect(Date.now() - started).toBeLessThan(20_000);
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
