import type { AgentId } from "../agent/agent-id.ts";
import type { AgentCredential } from "../credential/credential.ts";
import { checkEnabled } from "./check-enabled.ts";
import type { AgentTask } from "./task.ts";

/** Makes sure of the agent and its key. The keys that are for this execution alone. */
export type Prepare = () => Promise<AgentCredential[]>;

export interface MakeAgentReadyDeps {
  /** The agents that the task's project enables by now; null: nobody limits them. */
  readEnabledAgents: (task: AgentTask) => Promise<readonly AgentId[] | null>;
}

/**
 * The first thing that a further turn does: without an agent and its key nothing is stored and nobody asked. Nothing is
 * installed for an agent that isn't enabled, nor is its key asked for: that one throws `forbidden`.
 */
export async function makeAgentReady(
  { task, agentType, prepare }: { task: AgentTask; agentType: AgentId; prepare: Prepare },
  { readEnabledAgents }: MakeAgentReadyDeps,
): Promise<AgentCredential[]> {
  checkEnabled(agentType, await readEnabledAgents(task));
  return prepare();
}
