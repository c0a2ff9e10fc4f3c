import type { AgentId } from "../../agent/agent-id.ts";
import { CatalystError } from "../../catalyst-error.ts";

/** Throws `forbidden` for an agent that the project doesn't enable; null: nobody limits them. */
export function checkEnabled(agentType: AgentId, enabledAgents: readonly AgentId[] | null): void {
  if (enabledAgents !== null && !enabledAgents.includes(agentType)) {
    throw new CatalystError(
      "forbidden",
      `The project doesn't enable the agent "${agentType}". Enabled are: ${enabledAgents.join(", ")}.`,
      { way: { kind: "enable_agent", agent: agentType, enabled: enabledAgents } },
    );
  }
}
