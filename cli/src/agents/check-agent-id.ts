import { AgentId } from "@catalyst/core";
import { findAgentFor } from "./find-agents.ts";

/** Throws `invalid_input` for a name that no agent can have. Whether there is one of that name depends on the repository. */
export async function checkAgentId(id: string | null, home: string): Promise<void> {
  if (id !== null && !AgentId.safeParse(id).success) {
    await findAgentFor(id, { home, source: null });
  }
}
