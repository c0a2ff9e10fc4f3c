/** What an operator and whoever speaks to a cluster need: all of the core takes more memory than all else that an operator loads. */
export { CatalystError } from "../catalyst-error.ts";
export {
  EnvironmentExitReason,
  type EnvironmentProvider,
  EnvironmentRefusalCode,
  EnvironmentRequest,
  type EnvironmentStatus,
  type StageStatus,
} from "../environment/environment.ts";
export { isSameStatus } from "../environment/is-same-status.ts";
export { POD_NEWS_PATH, PodNews, TOLD_SECONDS } from "../environment/pod/pod-news.ts";
export { ADDRESS_KEPT_FACT, REVERSE_CANARY_PORT } from "../environment/pod/probe-answer.ts";
export { setupArchiveKey } from "../environment/setup-archive-key.ts";
export type { StageJob } from "../environment/stages/job.ts";
export { nameStages } from "../environment/stages/name-stages.ts";
export { RUNNER_EXIT_CODES } from "../environment/stages/runner-exit-codes.ts";
export { StageKind } from "../environment/stages/stage.ts";
export { type MetricsAddress, MetricsVariables, metricsAddressOf } from "../process/metrics-variables.ts";
export { exitCodeOfProcess } from "../process/settings-exit-code.ts";
