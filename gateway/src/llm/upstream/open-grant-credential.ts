import { type AgentCredential, CatalystError, type CredentialSecret, type Grant } from "@catalyst/core";
import type { GatewayDeps } from "../../gateway-deps.ts";
import { Refusal } from "../../http/refusal.ts";

type CredentialDeps = Pick<GatewayDeps, "credentials" | "openCredential">;

export interface OpenedCredential {
  credential: AgentCredential;
  secret: CredentialSecret;
}

/** The credential that a grant names, opened. Refuses with what is wrong when it is gone or can't be opened. */
export async function openGrantCredential(
  llm: NonNullable<Grant["llm"]>,
  deps: CredentialDeps,
): Promise<OpenedCredential> {
  const credential = await deps.credentials.get(llm.credentialId);
  if (credential === null || credential.provider !== llm.provider) {
    throw new Refusal(
      "forbidden",
      `The ${llm.provider} credential of this task was removed. Add it again, then retry the task.`,
    );
  }
  try {
    return { credential, secret: await deps.openCredential(credential) };
  } catch (error) {
    const detail = error instanceof CatalystError ? error.message : `Opening the ${llm.provider} credential failed.`;
    throw new Refusal("unavailable", detail, { cause: error });
  }
}

/** Throws when there is no such credential or it doesn't open. */
export async function findSecret(credentialId: string, deps: CredentialDeps): Promise<CredentialSecret> {
  const credential = await deps.credentials.get(credentialId);
  if (credential === null) {
    throw new Refusal("forbidden", "The credential was removed.");
  }
  return deps.openCredential(credential);
}

/** How a person recognises a credential; nothing of the key but the last characters that lists show too. */
export function describeCredential({ provider, hint, userId, teamId }: AgentCredential): string {
  const key = hint === "" ? "" : ` …${hint}`;
  return `credential ${provider}${key} of ${userId === null ? `team ${teamId}` : `user ${userId}`}`;
}
