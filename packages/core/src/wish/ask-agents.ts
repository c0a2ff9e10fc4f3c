import type { Actor } from "../account/actor.ts";
import { permitBeside } from "../account/rights/permit.ts";
import type { CheckedDefinition, KnownAgent, StartedAgent } from "../agent/agent-facts.ts";
import type { AgentId } from "../agent/agent-id.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";

/** The agents of the machine where environments are made: the registry's and the user's own. Throws like `askWorker`. */
export async function listAgents({ actor }: { actor: Actor }, deps: AskWorkerDeps): Promise<KnownAgent[]> {
  permitBeside({ actor, action: "see_agents", attempt: "Listing the agents" });
  return (await askWorker({ actor, wish: { kind: "list_agents" } }, "agents", deps)).agents;
}

/** Really starts the agent that environments get, in an empty environment. Throws like `askWorker`. */
export async function checkAgent(
  { actor, agentId }: { actor: Actor; agentId: string },
  deps: AskWorkerDeps,
): Promise<{ agentId: AgentId; started: StartedAgent }> {
  permitBeside({ actor, action: "install_agents", attempt: "Starting an agent" });
  const { kind: _kind, ...checked } = await askWorker(
    { actor, wish: { kind: "start_agent", agentId } },
    "started",
    deps,
  );
  return checked;
}

export interface CheckDefinitionInput {
  actor: Actor;
  /** The file's name without its ending. */
  agentId: string;
  /** The file as its person knows it. */
  path: string;
  text: string;
}

/** Reads the definition of an agent, without starting anything. Throws like `askWorker`. */
export async function checkDefinition(
  { actor, ...file }: CheckDefinitionInput,
  deps: AskWorkerDeps,
): Promise<CheckedDefinition> {
  permitBeside({ actor, action: "see_agents", attempt: "Checking the definition of an agent" });
  return (await askWorker({ actor, wish: { kind: "check_definition", ...file } }, "definition", deps)).checked;
}
