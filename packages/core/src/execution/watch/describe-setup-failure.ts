import type { EnvironmentStatus } from "../../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../../environment/stages/runner-exit-codes.ts";
import type { FailureReason } from "../../task/task.ts";
import type { Transcript } from "./read-transcript.ts";

const SHOWN_CHARACTERS = 2000;

/** Why no agent was started, where the workspace could not be prepared for one; null: that isn't how it ended. */
export function describeSetupFailure(
  status: Extract<EnvironmentStatus, { kind: "exited" }>,
  transcript: Transcript,
): { failureReason: FailureReason; errorMessage: string } | null {
  if (transcript.ended !== null || status.exitCode !== RUNNER_EXIT_CODES.notPrepared) {
    return null;
  }
  const { setup } = transcript;
  if (setup === null || setup.exitCode === 0) {
    const said = status.output.trim().slice(-SHOWN_CHARACTERS);
    return { failureReason: "setup_failed", errorMessage: `Preparing the workspace failed: ${said}` };
  }
  const how = setup.exitCode === null ? "ran out of its time, or was ended" : `ended with exit code ${setup.exitCode}`;
  const output = setup.output.trim().slice(-SHOWN_CHARACTERS);
  return {
    failureReason: "setup_failed",
    errorMessage: [
      `The project's setup hook ${how}, so no agent was started.`,
      output === "" ? "It printed nothing." : `The end of its output:\n${output}`,
    ].join("\n"),
  };
}
