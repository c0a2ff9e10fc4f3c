export type { WebSite } from "./account/ask-web.ts";
export { askDeviceFlow, beginDeviceFlow, type DeviceRefusal } from "./account/device-flow.ts";
export { findAccount } from "./account/find-account.ts";
export { withPublicAsker } from "./account/with-public-asker.ts";
export { type ConvertedApp, convertManifest, type Site } from "./app/convert-manifest.ts";
export type { Asker } from "./client/asker.ts";
export { findBotId } from "./client/find-bot-id.ts";
export { findClientId } from "./client/find-client-id.ts";
export { findInstallation } from "./client/find-installation.ts";
export { type KeptTokens, openKeptTokens } from "./client/keep-token.ts";
export { type AppOptions, type GitHubApp, openApp, openPerson, type PersonOptions } from "./client/open-app.ts";
export {
  type ReachedRepository,
  type TokenScope,
  type TokenStep,
  withInstallation,
  withToken,
} from "./client/with-token.ts";
export { GitHubFault } from "./faults/github-fault.ts";
export { isPlaceLost } from "./faults/is-place-lost.ts";
export { type GitHubForge, githubForge, type Place } from "./forge/github-forge.ts";
export { type ApiAddress, apiAddressOf, type RepositoryName, readRepositoryName } from "./github-address.ts";
export { type ConnectionOptions, type Connections, openConnections } from "./http/open-connections.ts";
export { inspectApp } from "./inspect/inspect-app.ts";
export { inspectRepository } from "./inspect/inspect-repository.ts";
export { inspectToken } from "./inspect/inspect-token.ts";
export { inspectWatch } from "./inspect/inspect-watch.ts";
export { installationReader } from "./installations/installation-reader.ts";
export { listInstallations } from "./installations/list-installations.ts";
export { listRepositories } from "./installations/list-repositories.ts";
export { withMissedReader } from "./missed/with-missed-reader.ts";
export { findNews, type News, type NewsPlace } from "./poll/find-news.ts";
export type { Finding } from "./poll/finding.ts";
export { listAttempts, repeatAttempt } from "./poll/list-attempts.ts";
export { type ReadPlace, withReader } from "./read/with-reader.ts";
