export { type CheckDefinitionInput, checkAgent, checkDefinition, listAgents } from "./ask-agents.ts";
export { measureKept } from "./ask-kept.ts";
export {
  beginDrop,
  beginInstallation,
  beginSweep,
  findWish,
  type InstallAgentInput,
} from "./ask-lasting.ts";
export { type CheckedSettings, type CheckSettingsInput, checkSettings } from "./ask-settings.ts";
export { type AskWorkerDeps, expectKind, type WorkerWishState } from "./ask-worker.ts";
export { type ChangeDefaultBranchDeps, changeDefaultBranch } from "./change-default-branch.ts";
export {
  type AskGitHubDeps,
  type ChangeUsersInput,
  changeMachineUsers,
  convertManifest,
  inspectGitHub,
  lookAtInstallations,
  type SeenInstallation,
} from "./github/ask-github.ts";
export { beginMissedRequests, findMissedRequests } from "./github/ask-missed.ts";
export { beginGitHubLink, type FinishLinkDeps, finishGitHubLink } from "./github/link-github.ts";
export { type WatchDeps, type WatchInput, watchRepository } from "./github/watch-repository.ts";
export { readTaskDiff } from "./read-diff.ts";
export { type RegisterDeps, registerRepository } from "./register-repository.ts";
export { beginChatGptSignIn } from "./sign-in-chatgpt.ts";
export type { NewWish, StoredWish, TellProgress, WishKinds, WishStore } from "./wish-store.ts";
export {
  KeptSize,
  LASTING_WISHES,
  SIGN_IN_WISHES,
  WORKING_WISHES,
  WorkerAnswer,
  WorkerWish,
  type WorkerWishStore,
} from "./worker-wish.ts";
