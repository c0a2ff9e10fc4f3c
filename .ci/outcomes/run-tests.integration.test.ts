import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OUTSIDE } from "./outcome.ts";
import { runTests } from "./run-tests.ts";

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));
const CONFIG = `export default { test: { projects: [{ test: { name: "journeys", include: ["*.test.ts"], maxWorkers: 2 } }] } };`;
const HEAD = `import { afterAll, beforeAll, describe, expect, test } from "vitest"; import { existsSync, rmSync, writeFileSync } from "node:fs";`;
/** False the first time that it is asked in a folder. */
const SECOND_TIME = `(() => { const is = existsSync("tried"); writeFileSync("tried", ""); return is; })()`;

const untilAlone = async () => undefined;
let folder: string;
let runs: string[][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-outcomes-"));
  runs = [];
  symlinkSync(MODULES, join(folder, "node_modules"));
  writeFileSync(join(folder, "vitest.config.ts"), CONFIG);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a run of the tests", () => {
  test("runs the files of failed tests once more, and tells which tests passed only then", async () => {
    write("races", `test("races", () => expect(${SECOND_TIME}).toBe(true)); test("works", () => {});`);
    write("breaks", `describe("it", () => test("breaks", () => expect(1).toBe(2)));`);
    write("fine", `test("fine", () => {}); test.skip("left out", () => {});`);
    expect(await tryAll(true)).toEqual([
      "breaks.test.ts: it > breaks: failed",
      "fine.test.ts: fine: passed",
      "fine.test.ts: left out: skipped",
      "races.test.ts: races: passed_again",
      "races.test.ts: works: passed",
    ]);
    expect(runs.map((args) => args.filter((arg) => arg.endsWith(".test.ts")).sort())).toEqual([
      [],
      ["breaks.test.ts", "races.test.ts"],
    ]);
  });

  test("fails what can't be loaded, prepared or put away, and what breaks beside the tests", async () => {
    write("unloadable", `throw new Error("not loaded");`);
    write(
      "unprepared",
      `describe("it", () => { beforeAll(() => { throw new Error("no"); }); test("waits", () => {}); });`,
    );
    write("untidy", `afterAll(() => { throw new Error("not put away"); }); test("works", () => {});`);
    write(
      "loud",
      `test("works", async () => { Promise.reject(new Error("beside")); await new Promise((r) => setTimeout(r, 50)); });`,
    );
    expect(await tryAll(true)).toEqual([
      `loud.test.ts: ${OUTSIDE}: failed`,
      "loud.test.ts: works: passed",
      `unloadable.test.ts: ${OUTSIDE}: failed`,
      "unprepared.test.ts: it > waits: failed",
      `untidy.test.ts: ${OUTSIDE}: failed`,
      "untidy.test.ts: works: passed",
    ]);
  });

  test("runs files that failed one after the other", async () => {
    const alone = `const busy = existsSync("busy"); writeFileSync("busy", ""); await new Promise((r) => setTimeout(r, 500)); rmSync("busy");`;
    for (const name of ["one", "two"]) {
      write(
        name,
        `test("alone", async () => { if (!existsSync("${name}")) { writeFileSync("${name}", ""); throw new Error("first"); } ${alone} expect(busy).toBe(false); });`,
      );
    }
    expect(await tryAll(true)).toEqual(["one.test.ts: alone: passed_again", "two.test.ts: alone: passed_again"]);
  });

  test("tells why a test was left out", async () => {
    write(
      "partial",
      `test("needs a program", (context) => context.skip("no program")); test.skipIf(true)("not here", () => {});`,
    );
    const outcomes = await runTests({ project: "journeys", args: [], runsAgain: false, folder, untilAlone, run });
    expect(outcomes).toMatchObject([
      { title: "needs a program", result: "skipped", reason: "no program" },
      { title: "not here", result: "skipped", reason: "what it needs isn't on this machine" },
    ]);
  });

  test("runs nothing again where that isn't wanted", async () => {
    write("races", `test("races", () => expect(${SECOND_TIME}).toBe(true));`);
    expect(await tryAll(false)).toEqual(["races.test.ts: races: failed"]);
    expect(runs).toHaveLength(1);
  });

  test("a run that ends before it told anything has failed", async () => {
    const outcomes = await runTests({
      project: "journeys",
      args: [],
      runsAgain: true,
      folder,
      untilAlone,
      run: async () => null,
    });
    expect(outcomes).toMatchObject([
      { file: "journeys tests", result: "failed", reason: "vitest ended with a signal" },
    ]);
  });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.test.ts`), `${HEAD}\n${text}\n`);
}

async function tryAll(runsAgain: boolean): Promise<string[]> {
  const outcomes = await runTests({ project: "journeys", args: [], runsAgain, folder, untilAlone, run });
  return outcomes.map(({ file, title, result }) => `${file}: ${title}: ${result}`).sort();
}

async function run(args: string[], env: Record<string, string>): Promise<number | null> {
  runs.push(args);
  const vitest = join(MODULES, ".bin", "vitest");
  return spawnSync(process.execPath, [vitest, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...env },
  }).status;
}
