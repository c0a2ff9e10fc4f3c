export type { AgentAdapter, AgentExit, Invocation, InvocationInput, OutputReader, Steering } from "./agent-adapter.ts";
export type { AgentDefinition } from "./agent-definition.ts";
export { DEVICE_LOGIN, type DeviceCode, isLoginNoise, readDeviceCode } from "./codex-cli/device-login.ts";
export { defineAgent, readAgentFile } from "./custom/define-agent.ts";
export { isCurrentVersion } from "./is-current-version.ts";
export {
  AGENT_REGISTRY,
  AGENTS_WITH_MODEL,
  type AgentSources,
  findAgent,
  findAgentOfJob,
  lookUpAgent,
} from "./registry.ts";
