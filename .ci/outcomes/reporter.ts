import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestCase, TestModule, TestResult, Vitest } from "vitest/node";
import { OUTSIDE, type Outcome } from "./outcome.ts";

/** Writes what became of each test into the file that `OUTCOMES_FILE` names, as a list of {@link Outcome}. */
// biome-ignore lint/style/noDefaultExport: vitest takes a reporter as the default export of its file
export default class OutcomeReporter implements Reporter {
  #root = "";

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const outcomes = [
      ...modules.flatMap((module) => judgeModule(module, relative(this.#root, module.moduleId))),
      ...errors.map((error) => judgeError(error, this.#root)),
    ];
    writeFileSync(process.env.OUTCOMES_FILE ?? "", JSON.stringify(outcomes));
  }
}

function judgeModule(module: TestModule, file: string): Outcome[] {
  const outcomes = [...module.children.allTests()].map((test) => judgeTest(test, file));
  if (module.state() !== "failed" || outcomes.some(({ result }) => result === "failed")) {
    return outcomes;
  }
  return [...outcomes, { file, title: OUTSIDE, result: "failed", reason: tellError(module.errors()[0]) }];
}

/** A test that never ran because what prepares it failed has failed. */
function judgeTest(test: TestCase, file: string): Outcome {
  const result = test.result();
  const title = test.fullName;
  if (result.state === "passed" || result.state === "failed") {
    return { file, title, result: result.state };
  }
  return isPrepared(test)
    ? { file, title, result: "skipped", reason: noteOf(result) ?? "what it needs isn't on this machine" }
    : { file, title, result: "failed", reason: "its preparation failed" };
}

/** What the test said of itself when it was left out. */
function noteOf(result: TestResult): string | undefined {
  return result.state === "skipped" ? result.note : undefined;
}

function isPrepared(test: TestCase): boolean {
  for (let above: TestCase["parent"] = test.parent; ; above = above.parent) {
    if (above.errors().length > 0) {
      return false;
    }
    if (above.type === "module") {
      return true;
    }
  }
}

function judgeError(error: SerializedError, root: string): Outcome {
  const path = error.VITEST_TEST_PATH;
  const file = typeof path === "string" ? relative(root, path) : "vitest";
  return { file, title: OUTSIDE, result: "failed", reason: tellError(error) };
}

function tellError(error: SerializedError | undefined): string {
  const [line = ""] = (error?.message ?? "no reason was given").split("\n");
  return line.slice(0, 200);
}
