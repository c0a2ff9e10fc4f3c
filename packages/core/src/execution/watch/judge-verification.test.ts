import { expect, test } from "vitest";
import type { EnvironmentExitReason, StageStatus } from "../../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../../environment/stages/runner-exit-codes.ts";
import { judgeVerification } from "./judge-verification.ts";

const { done, fault, notPrepared, notVerified, notCompleted } = RUNNER_EXIT_CODES;
const SAYS_PASSED = { attempt: 1, exitCode: 0, output: "all good", commit: "c1" };

function judge(given: StageStatus[], words: Parameters<typeof judgeVerification>[0]["words"] = SAYS_PASSED) {
  return judgeVerification({ stages: given, words, commit: "c1", command: "npm test" });
}

/** Two turns, each verified, of which those ran that have an exit code. */
function stages(exitCodes: (number | null)[], reason: EnvironmentExitReason = "exited"): StageStatus[] {
  return (["agent", "verify", "agent", "verify"] as const).map((kind, index) => {
    const exitCode = exitCodes[index];
    const isLast = index === exitCodes.length - 1;
    return { kind, end: exitCode === undefined ? null : { exitCode, reason: isLast ? reason : "exited" } };
  });
}

test("work is accepted when the stage that verified it ended well, and only then", () => {
  const words = { output: "all good", commit: "c1", command: "npm test" };
  const verification = { isPassed: true, attempts: 1, exitCode: 0, ...words };
  expect(judge(stages([done, done]))).toEqual({ kind: "judged", verification });
});

test.each([null, { ...SAYS_PASSED, commit: "c0" }, { ...SAYS_PASSED, attempt: 2 }])(
  "work that isn't what was verified isn't accepted: %j",
  (words) => {
    expect(judge(stages([done, done]), words)).toMatchObject({ verification: { isPassed: false, exitCode: 0 } });
  },
);

test("what the transcript says doesn't turn a refusal into a pass", () => {
  const verify = { ...SAYS_PASSED, attempt: 2 };
  expect(judge(stages([done, notVerified, done, notVerified]), verify)).toEqual({
    kind: "judged",
    verification: {
      isPassed: false,
      attempts: 2,
      exitCode: null,
      output: "all good",
      commit: "c1",
      command: "npm test",
    },
  });
});

test("words of another run are not those of the last one", () => {
  const judged = judge(stages([done, notVerified, done, notVerified]), SAYS_PASSED);
  expect(judged).toMatchObject({ verification: { isPassed: false, attempts: 2, exitCode: null, output: "" } });
});

test("a refusal stands when the agent had no time for another turn", () => {
  const verify = { ...SAYS_PASSED, exitCode: 7, output: "no" };
  expect(judge(stages([done, notVerified, notCompleted]), verify)).toMatchObject({
    verification: { isPassed: false, attempts: 1, exitCode: 7, output: "no" },
  });
});

test.each<[string, StageStatus[]]>([
  ["it never ran", stages([done])],
  ["the agent's first turn didn't complete", stages([notCompleted])],
  ["it was ended from outside", stages([done, done], "timeout")],
  ["its workspace couldn't be made", stages([done, notPrepared])],
  ["its runner failed", stages([done, fault])],
  ["it was killed", stages([done, 137], "signal")],
  ["another turn was due", stages([done, notVerified])],
  ["another turn's runner failed", stages([done, notVerified, fault])],
  ["another turn wasn't verified", stages([done, notVerified, done])],
])("there is no word where %s", (_what, given) => {
  expect(judge(given, SAYS_PASSED)).toEqual({ kind: "unknown" });
});

test("a project without verify has no verification, whatever was told", () => {
  const end = { exitCode: done, reason: "exited" } as const;
  expect(judge([{ kind: "agent", end }], SAYS_PASSED)).toEqual({ kind: "none" });
});
