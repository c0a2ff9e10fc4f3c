/** What programs need that are started anew for each execution or command: all of the core costs each start more than Node itself. */
export { AGENT_NAME } from "../agent/agent-name.ts";
export { CatalystError } from "../catalyst-error.ts";
export { PROVIDER_VARIABLES } from "../credential/provider-variables.ts";
export { nameCredential, titleCredential, wayToReplace } from "../credential/subscription/name-credential.ts";
export { gatewayFolderName } from "../environment/gateway-folder-name.ts";
export { lookAtMemory, type MemoryLook, memoryStalls } from "../environment/limits/memory-stalls.ts";
export { LOCAL_NAMESPACE } from "../environment/local-namespace.ts";
export { findNextStage } from "../environment/stages/find-next-stage.ts";
export { RUNNER_EXIT_CODES } from "../environment/stages/runner-exit-codes.ts";
export { countUsage } from "../event/count-usage.ts";
export { NO_USAGE } from "../event/usage-total.ts";
export { removeTerminalSequences } from "../markdown/terminal-sequences.ts";
export { SETTINGS_EXIT_CODE } from "../process/settings-exit-code.ts";
export { describeVerification } from "../result/describe-verification.ts";
export { branchOf, branchProblemOf, isDraft, keptAtOf } from "../result/read-publication.ts";
export { readSettingText, SETTING_KINDS } from "../settings/owner/setting-kinds.ts";
export {
  CODE_OWNERS_PATHS,
  MAX_CODE_OWNERS_BYTES,
  type OwnersOf,
  readCodeOwners,
} from "../settings/patterns/code-owners.ts";
export { matchesName, matchWildcards } from "../settings/patterns/match-wildcards.ts";
export { checkTaskText } from "../task/submit/read-prompt.ts";
export { isSettled } from "../task/task-state.ts";
