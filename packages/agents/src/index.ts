export type { AgentAdapter, AgentExit, Invocation, InvocationInput, OutputReader, Steering } from "./agent-adapter.ts";
export type { AgentDefinition, InstallRecipe } from "./agent-definition.ts";
export { AGENT_REGISTRY, findAgent } from "./registry.ts";
