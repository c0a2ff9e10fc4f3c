import type { AgentDefinition } from "@catalyst/agents";
import type { AgentFacts } from "@catalyst/core";

/** What is told of an agent, installed or not. */
export function factsOf(agent: AgentDefinition): AgentFacts {
  const { id, name, command, canPlan, canResume, canSteer } = agent;
  return {
    ...{ id, name, command, canPlan, canResume, canSteer },
    providers: [...agent.providers],
    args: [...agent.args],
    envVars: [...agent.envVars],
    features: [...agent.features],
    definedBy: agent.custom === undefined ? "catalyst" : "user",
  };
}
