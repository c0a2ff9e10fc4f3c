import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "catalyst-crash-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const MODULE = join(import.meta.dirname, "crash-reports.ts");
/** As `up` starts it. */
const FLAGS = ["--report-exclude-env", "--max-old-space-size=64"];

/** A worker of which nothing but its end is there. */
async function end(workerId: string, how: string): Promise<void> {
  const order = JSON.stringify({ home, workerId });
  const program = `
    import { openCrashReports } from ${JSON.stringify(MODULE)};
    openCrashReports(${order});
    ${how}`;
  const env = { PASSWORD: "canary" };
  const child = spawn(process.execPath, [...FLAGS, "--input-type=module", "-e", program], { env, stdio: "ignore" });
  await once(child, "exit");
}

/** Asked of a process apart: reports are a setting of the whole process. */
async function hasCrashed(workerId: string): Promise<boolean> {
  const answer = join(home, "answer");
  await end(
    "asking",
    `import { writeFileSync } from "node:fs";
     const { hasCrashed } = openCrashReports(${JSON.stringify({ home, workerId: "asking" })});
     writeFileSync(${JSON.stringify(answer)}, String(hasCrashed(${JSON.stringify(workerId)})));`,
  );
  return readFileSync(answer, "utf8") === "true";
}

test.each([
  ["runs out of memory", "const held = []; for (;;) held.push([held.length, {}]);", true],
  ["throws what nobody catches", "setTimeout(() => { throw new Error('unexpected'); });", true],
  ["rejects what nobody handles", "Promise.reject(new Error('unexpected'));", true],
  ["is killed", "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);", false],
  ["is told to end", "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);", false],
  ["ends", "", false],
])("of a worker that %s it is known whether it was its own fault", async (_what, how, isCrash) => {
  await end("one", how);
  expect(await hasCrashed("one")).toBe(isCrash);
  for (const name of readdirSync(join(home, "logs/crashes"))) {
    expect(readFileSync(join(home, "logs/crashes", name), "utf8")).not.toContain("canary");
  }
});

test("reports of a month ago are removed", async () => {
  const folder = join(home, "logs/crashes");
  mkdirSync(folder, { recursive: true });
  for (const [name, days] of [
    ["old", 31],
    ["new", 29],
  ] as const) {
    writeFileSync(join(folder, `${name}.json`), "{}");
    const then = Date.now() / 1000 - days * 24 * 60 * 60;
    utimesSync(join(folder, `${name}.json`), then, then);
  }
  await end("one", "");
  expect(readdirSync(folder)).toEqual(["new.json"]);
});
