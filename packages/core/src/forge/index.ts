/** Which GitHubs are heard, and what they tell: for those who hear, store and decide. */
export { GitHubCheck, GitHubFinding } from "./app/finding.ts";
export {
  FormerSecret,
  GitHubApp,
  GitHubHost,
  GitHubId,
  MAX_FORMER_SECRETS,
  MachineUser,
} from "./app/github-app.ts";
export type { GitHubAppPatch, GitHubAppStore } from "./app/github-app-store.ts";
export { GitHubInstallation, ShownRepository } from "./app/installation.ts";
export type { GitHubInstallationStore } from "./app/installation-store.ts";
export {
  type AddAppInput,
  addApp,
  type KeepAppsDeps,
  listApps,
  type NewApp,
  removeApp,
  storeApp,
} from "./app/keep-apps.ts";
export { AskedLink, BegunLink, MAX_PENDING, PendingLink, sealLink } from "./app/link.ts";
export { changeMachineUsers, MAX_MACHINE_USERS } from "./app/machine-users.ts";
export { APP_EVENTS, APP_PERMISSIONS, type AppManifest, makeManifest } from "./app/manifest.ts";
export { appPage, installPage, manifestPage, permissionsPage } from "./app/pages.ts";
export { type SealedAppPart, sealAppPart } from "./app/seal-app.ts";
export { type SetUpApp, seeSetup } from "./app/see-setup.ts";
export {
  DeliveryDecision,
  DeliveryFacts,
  type DeliveryOutcome,
  DeliveryState,
  GitHubDelivery,
  MAX_DELIVERY_BYTES,
} from "./delivery/delivery.ts";
export type { AddedDelivery, GitHubDeliveryStore, NewDelivery } from "./delivery/delivery-store.ts";
export { type DeliveryAttempt, findLost } from "./delivery/find-lost.ts";
export { GitHubLook, LookMarks, type LookOutcome, LookSubject } from "./look/github-look.ts";
export { type Listed, ListMark, startOf, takeNew } from "./look/list-mark.ts";
export type { GitHubLookStore } from "./look/look-store.ts";
export { type LookPace, planFailedLook, planLook } from "./look/plan-look.ts";
export { ChosenRequest, MAX_CHOSEN, MissedRequest } from "./missed/missed-request.ts";
export { type EndLostWorkDeps, endLostWork } from "./registry/end-lost-work.ts";
export type { FoundInstallation, InstallationReader } from "./registry/installation-reader.ts";
export {
  type KeepInstallationsDeps,
  keepInstallations,
  keepRegistryEvent,
} from "./registry/keep-installations.ts";
export { type RegistryEvent, readRegistryEvent } from "./registry/registry-event.ts";
export {
  isWatch,
  listWatches,
  type NewWatch,
  removeWatch,
  type StoreWatchDeps,
  storeWatch,
  type Watch,
} from "./watch/keep-watches.ts";
export type { WatchedPlace } from "./watch/seal-watch-token.ts";
