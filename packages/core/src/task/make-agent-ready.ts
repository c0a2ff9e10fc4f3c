import type { AgentId } from "../agent/agent-id.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import { type BranchProblem, describeBranchProblem } from "../result/branch-problem.ts";
import { checkEnabled } from "./check-enabled.ts";
import type { AgentTask } from "./task.ts";

/** Makes sure of the agent and its key. The keys that are for this execution alone. */
export type Prepare = () => Promise<AgentCredential[]>;

export interface MakeAgentReadyDeps {
  /** The agents that the task's project enables by now; null: nobody limits them. */
  readEnabledAgents: (task: AgentTask) => Promise<readonly AgentId[] | null>;
  /** What keeps a branch of the task's repository from being moved on, wherever it is; null: nothing. */
  findMoveProblem: (task: AgentTask) => Promise<BranchProblem | null>;
}

/**
 * The first thing that a further turn does: without an agent, its key and a branch that can be moved on nothing is stored
 * and nobody asked. Nothing is installed for an agent that isn't enabled, nor is its key asked for: that one throws
 * `forbidden`; a branch that can't be moved throws `conflict`.
 */
export async function makeAgentReady(
  { task, agentType, prepare }: { task: AgentTask; agentType: AgentId; prepare: Prepare },
  deps: MakeAgentReadyDeps,
): Promise<AgentCredential[]> {
  checkEnabled(agentType, await deps.readEnabledAgents(task));
  const problem = await deps.findMoveProblem(task);
  if (problem !== null) {
    const way = problem.kind === "checked_out" ? "Switch to another branch there" : "Mend that";
    throw new CatalystError(
      "conflict",
      `Another turn of task #${task.number} couldn't be published on its branch ${task.branch}: ${describeBranchProblem(problem)}. ${way}, then try again.`,
    );
  }
  return prepare();
}
