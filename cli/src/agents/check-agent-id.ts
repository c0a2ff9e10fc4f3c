import { AGENT_NAME } from "@catalyst/core/apart";

/** Throws `invalid_input` for a name that no agent can have. Whether there is one of that name depends on the repository. */
export async function checkAgentId(id: string | null, home: string): Promise<void> {
  if (id !== null && !AGENT_NAME.test(id)) {
    const { findAgentFor } = await import("./find-agents.ts");
    await findAgentFor(id, { home, source: null });
  }
}
