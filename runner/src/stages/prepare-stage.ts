import { GatewayOutage } from "../gateway/outage.ts";
import type { JobEnd } from "../job-end.ts";
import { type JobRun, maskTokens, say } from "../job-run.ts";
import type { Work } from "../workspace/own-repository.ts";
import { prepareWorkspace } from "../workspace/prepare-workspace.ts";

/** Makes the workspace for the stages that follow. */
export async function runPrepareStage(run: JobRun, work: Work): Promise<JobEnd> {
  try {
    await prepareWorkspace(run, work);
    return { kind: "done" };
  } catch (error) {
    return notPrepared(run, error);
  }
}

/** Whether it was an outage of the gateway that something failed for. */
export function findOutage(error: unknown): boolean {
  return error instanceof GatewayOutage || (error instanceof Error && findOutage(error.cause));
}

/** Why nothing could begin, told in the transcript and to whoever reads the runner's own output. */
export async function notPrepared(run: JobRun, error: unknown): Promise<JobEnd> {
  const reason = maskTokens(error instanceof Error ? error.message : String(error), run.job);
  await say(run, reason);
  return { kind: findOutage(error) ? "outage" : "notPrepared", reason };
}
