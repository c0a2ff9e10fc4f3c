import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OUTSIDE, type Outcome } from "./outcome.ts";
import { settleSecondRun } from "./settle-second-run.ts";

const REPORTER = fileURLToPath(new URL("reporter.ts", import.meta.url));
/** What fails in more files than these is no lost race: it is told at once. */
const MOST_FILES_AGAIN = 10;

export interface TestRun {
  project: string;
  /** Paths and options for vitest. */
  args: string[];
  /** Whether the files of tests that failed run once more, one after the other. */
  runsAgain: boolean;
  /** Where reports may be written. */
  folder: string;
  /** Ends once what runs beside this has ended. */
  untilAlone: () => Promise<void>;
  /** Runs vitest. The exit code; null: it was ended. */
  run: (args: string[], env: Record<string, string>) => Promise<number | null>;
}

/** Runs the tests of a project; nothing that fails in them is missing from the outcomes. */
export async function runTests(test: TestRun): Promise<Outcome[]> {
  const first = await runOnce(test, test.args);
  const files = [...new Set(first.filter(({ result }) => result === "failed").map(({ file }) => file))].filter(
    isOfTests,
  );
  const isTriedAgain = test.runsAgain && files.length > 0 && files.length <= MOST_FILES_AGAIN;
  if (!isTriedAgain) {
    return first;
  }
  await test.untilAlone();
  console.log(`\n# ${test.project} tests, again: ${files.join(", ")}`);
  return settleSecondRun(first, await runOnce(test, ["--no-file-parallelism", "--passWithNoTests", ...files]));
}

/** What failed outside of every file can't be tried again. */
function isOfTests(file: string): boolean {
  return file.endsWith(".test.ts");
}

async function runOnce({ project, folder, run }: TestRun, args: string[]): Promise<Outcome[]> {
  const report = join(folder, `${project}.json`);
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", `--reporter=${REPORTER}`];
  const status = await run(["run", `--project=${project}`, ...reporters, ...args], { OUTCOMES_FILE: report });
  const outcomes = readReport(report);
  if (status === 0 || outcomes.some(({ result }) => result === "failed")) {
    return outcomes;
  }
  const reason = `vitest ended with ${status ?? "a signal"}`;
  return [...outcomes, { file: `${project} tests`, title: OUTSIDE, result: "failed", reason }];
}

function readReport(path: string): Outcome[] {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // vitest ended before it wrote one: its exit code tells.
    return [];
  }
}
