import { type AgentCredential, CatalystError, type Grant, titleCredential } from "@catalyst/core";
import type { GatewayDeps } from "../../gateway-deps.ts";
import { Refusal } from "../../http/refusal.ts";
import { type OpenedCredential, openStored, secretsOf } from "../../keys/open-stored.ts";
import { refuseOtherAgents } from "../subscription/refuse-other-agents.ts";

export type CredentialDeps = Pick<GatewayDeps, "credentials" | "openCredential">;

/** The credential that a grant names, opened. Refuses with what is wrong when it is gone, is for another agent, or can't be opened. */
export async function openGrantCredential(
  { agentType, llm }: { agentType: Grant["agentType"]; llm: NonNullable<Grant["llm"]> },
  deps: CredentialDeps,
): Promise<OpenedCredential> {
  const credential = checkCredential(await deps.credentials.get(llm.credentialId), { agentType, llm });
  try {
    return await openStored(credential, deps);
  } catch (error) {
    const detail =
      error instanceof CatalystError ? error.message : `Opening the ${titleCredential(credential)} failed.`;
    throw new Refusal("unavailable", detail, { cause: error });
  }
}

/** The credential that a grant names. Refuses one that is gone, or for another agent. */
export function checkCredential(
  credential: AgentCredential | null,
  { agentType, llm }: { agentType: Grant["agentType"]; llm: NonNullable<Grant["llm"]> },
): AgentCredential {
  if (credential === null || credential.provider !== llm.provider) {
    throw new Refusal(
      "forbidden",
      `The ${llm.provider} credential of this task was removed. Add it again, then retry the task.`,
    );
  }
  refuseOtherAgents(credential, agentType);
  return credential;
}

/** What must show nowhere of a credential. Throws when there is no such credential or it doesn't open. */
export async function findSecrets(credentialId: string, deps: CredentialDeps): Promise<string[]> {
  const credential = await deps.credentials.get(credentialId);
  if (credential === null) {
    throw new Refusal("forbidden", "The credential was removed.");
  }
  return secretsOf(await openStored(credential, deps));
}

/** How a person recognises a credential; nothing of the key but the last characters that lists show too. */
export function describeCredential({ provider, kind, hint, teamId }: AgentCredential): string {
  const key = hint === "" ? "" : ` …${hint}`;
  const what = kind === "key" ? `credential ${provider}` : titleCredential({ provider, kind });
  return `${what}${key}${teamId === null ? "" : " of the team"}`;
}
