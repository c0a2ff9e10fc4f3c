import { AGENT_REGISTRY } from "@catalyst/agents";
import { type AgentCredential, type Grant, titleCredential } from "@catalyst/core";
import { Refusal } from "../../http/refusal.ts";

/**
 * A subscription pays for its provider's own agent alone: refuses it to every other's execution, whatever was decided or granted
 * before. A key is for any.
 */
export function refuseOtherAgents(
  credential: Pick<AgentCredential, "provider" | "kind">,
  agentType: Grant["agentType"],
): void {
  const entitled = AGENT_REGISTRY.filter(({ subscription }) => subscription === credential.provider);
  if (credential.kind === "key" || entitled.some(({ id }) => id === agentType)) {
    return;
  }
  const title = titleCredential(credential);
  const names = entitled.map(({ name }) => name).join(" and ");
  throw new Refusal(
    "forbidden",
    `The ${title} is for ${names} alone, and this is an execution of ${agentType ?? "no agent"}: it needs a key.`,
    { blockedAction: `LLM request with the ${title}` },
  );
}
