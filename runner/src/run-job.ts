import { ENVIRONMENT_PATHS, GATEWAY_URL_INSIDE } from "@catalyst/core";
import type { JobEnd } from "./job-end.ts";
import type { JobRun } from "./job-run.ts";
import { runAgentStage } from "./stages/agent-stage.ts";
import { runPrepareStage } from "./stages/prepare-stage.ts";
import { runVerifyStage } from "./stages/verify-stage.ts";
import { gitEnv } from "./workspace/git.ts";
import type { Work } from "./workspace/own-repository.ts";

/** Does what the job's stage is for. */
export function runJob(run: JobRun): Promise<JobEnd> {
  const { job } = run;
  const work: Work = {
    job,
    env: gitEnv(job, ENVIRONMENT_PATHS.home),
    repositoryPath: ENVIRONMENT_PATHS.repository,
    remote: `${GATEWAY_URL_INSIDE}/git/repository.git`,
  };
  switch (job.stage) {
    case "setup":
    case "prepare":
      return runPrepareStage(run, work);
    case "agent":
      return runAgentStage(run, work);
    case "verify":
      return runVerifyStage(run, work);
  }
}
