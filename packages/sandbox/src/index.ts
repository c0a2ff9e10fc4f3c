export {
  agentFolder,
  findInstalledAgent,
  type InstallableAgent,
  type InstalledAgent,
} from "./agent-install/agent-folder.ts";
export { agentStore } from "./agent-install/agent-store.ts";
export { adoptAgent, installAgent } from "./agent-install/install-agent.ts";
export { readAgentVersion } from "./agent-install/read-agent-version.ts";
export { checkIsolation } from "./isolation/check-isolation.ts";
export type { IsolationFinding } from "./isolation/find-obstacles.ts";
export { dropSetups } from "./keeper/setup/cache-entries.ts";
export { setupStore } from "./keeper/setup/setup-store.ts";
export type { LocalEnvironmentOptions } from "./local-environment-options.ts";
export { localEnvironmentProvider } from "./local-environment-provider.ts";
