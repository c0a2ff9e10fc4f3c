export {
  EnvironmentExitReason,
  type EnvironmentProvider,
  EnvironmentRefusalCode,
  EnvironmentRequest,
  EnvironmentStage,
  EnvironmentStatus,
  SetupCache,
  StageStatus,
} from "./environment.ts";
export { ENVIRONMENT_PATHS, GATEWAY_PORT_INSIDE, GATEWAY_URL_INSIDE } from "./environment-paths.ts";
export { agentAddressOf, GatewayAddress } from "./gateway-address.ts";
export { gatewayFolderName, isGatewayFolderName } from "./gateway-folder-name.ts";
export { isSameStatus } from "./is-same-status.ts";
export type { MachineSize } from "./limits/count-places.ts";
export { EnvironmentLimits } from "./limits/environment-limits.ts";
export { LimitVariables, limitsOf, placesOf } from "./limits/limit-variables.ts";
export { lookAtMemory, memoryStalls } from "./limits/memory-stalls.ts";
export { LOCAL_NAMESPACE } from "./local-namespace.ts";
export * from "./pod/index.ts";
export { setupArchiveKey } from "./setup-archive-key.ts";
export { findNextStage } from "./stages/find-next-stage.ts";
export { Handover } from "./stages/handover.ts";
export { Job, StageAccess, StageJob } from "./stages/job.ts";
export { nameStages } from "./stages/name-stages.ts";
export { RUNNER_EXIT_CODES } from "./stages/runner-exit-codes.ts";
export { MAX_TURNS, StageKind } from "./stages/stage.ts";
