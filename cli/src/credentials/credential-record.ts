import type { AgentCredential } from "@catalyst/core";

/** A credential as `--json` shows it: nothing sealed, nothing opened. */
export function credentialRecord({ id, provider, hint, baseUrl, createdAt, lastUsedAt }: AgentCredential) {
  return { id, provider, hint, baseUrl, createdAt, lastUsedAt };
}
