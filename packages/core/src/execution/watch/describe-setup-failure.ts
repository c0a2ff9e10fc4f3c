import type { EnvironmentStatus } from "../../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../../environment/runner-exit-codes.ts";
import type { AgentTask, FailureReason } from "../../task/task.ts";
import type { Transcript } from "./read-transcript.ts";

const SHOWN_CHARACTERS = 2000;

/** Why no agent was started, where the workspace could not be prepared for one; null: that isn't how it ended. */
export function describeSetupFailure(
  task: Pick<AgentTask, "number">,
  status: Extract<EnvironmentStatus, { kind: "exited" }>,
  transcript: Transcript,
): { failureReason: FailureReason; errorMessage: string } | null {
  if (transcript.ended !== null || status.exitCode !== RUNNER_EXIT_CODES.notPrepared) {
    return null;
  }
  const { setup } = transcript;
  const all = `All of it: catalyst tasks logs ${task.number}. Then: catalyst tasks retry ${task.number}`;
  if (setup === null || setup.exitCode === 0) {
    const said = status.output.trim().slice(-SHOWN_CHARACTERS);
    return { failureReason: "setup_failed", errorMessage: `Preparing the workspace failed: ${said}\n${all}` };
  }
  const how = setup.exitCode === null ? "ran out of its time, or was ended" : `ended with exit code ${setup.exitCode}`;
  const output = setup.output.trim().slice(-SHOWN_CHARACTERS);
  return {
    failureReason: "setup_failed",
    errorMessage: [
      `The project's setup hook ${how}, so no agent was started.`,
      output === "" ? "It printed nothing." : `The end of its output:\n${output}`,
      `Mend the project's hooks.setup, or give it more time with hooks.timeoutMinutes. ${all}`,
    ].join("\n"),
  };
}
