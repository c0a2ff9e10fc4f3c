import type { AgentDefinition } from "@catalyst/agents";

/** What `--json` says of an agent, installed or not. */
export type AgentFacts = Pick<
  AgentDefinition,
  "id" | "name" | "providers" | "command" | "args" | "envVars" | "features" | "canPlan" | "canResume" | "canSteer"
> & { definedBy: "catalyst" | "user" };

export function factsOf(agent: AgentDefinition): AgentFacts {
  const { id, name, providers, command, args, envVars, features, canPlan, canResume, canSteer, custom } = agent;
  const definedBy = custom === undefined ? "catalyst" : "user";
  return { id, name, providers, command, args, envVars, features, canPlan, canResume, canSteer, definedBy };
}
