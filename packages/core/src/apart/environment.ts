/** What the local environment provider needs: a trial of it, as `doctor` makes one, doesn't wait for all of the core. */
export { CatalystError } from "../catalyst-error.ts";
export { EnvironmentExitReason, EnvironmentRequest } from "../environment/environment.ts";
export { ENVIRONMENT_PATHS } from "../environment/environment-paths.ts";
export { isSameStatus } from "../environment/is-same-status.ts";
export { StageJob } from "../environment/stages/job.ts";
export { agentTokenOf } from "../execution/grant/token.ts";
