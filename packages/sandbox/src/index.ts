export {
  agentFolder,
  findInstalledAgent,
  type InstallableAgent,
  type InstalledAgent,
} from "./agent-install/agent-folder.ts";
export { adoptAgent, installAgent, readAgentVersion } from "./agent-install/install-agent.ts";
export { checkIsolation } from "./check-isolation.ts";
export type { IsolationFinding } from "./find-obstacles.ts";
export { type LocalEnvironmentOptions, localEnvironmentProvider } from "./local-environment-provider.ts";
