import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import type { Credential } from "@catalyst/api";
import { type AgentCredential, nameCredential, preferredOf } from "@catalyst/core";

/** `all`: those of the same owner, of which each agent takes one. */
export function presentCredential(credential: AgentCredential, all: readonly AgentCredential[]): Credential {
  const { id, provider, kind, hint, signInNeeded, limit, baseUrl, isOpen, createdAt, lastUsedAt, lastTest } =
    credential;
  return {
    ...{ id, name: nameCredential(credential), provider, kind, hint },
    agents: AGENTS_WITH_MODEL.flatMap((agent) => (preferredOf(agent, all)?.id === id ? [agent.id] : [])),
    ...{ signInNeeded, limit, baseUrl, isOpen },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    lastTest,
  };
}
