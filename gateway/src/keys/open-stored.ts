import {
  type AgentCredential,
  CatalystError,
  type ChatGptTokens,
  type CredentialSecret,
  parseTokens,
} from "@catalyst/core";
import type { SealedOpener } from "./open-sealed.ts";

export interface OpenedCredential {
  credential: AgentCredential;
  /** Its `key` is what requests are made with: of a login the access token. */
  secret: CredentialSecret;
  /** Of a ChatGPT subscription; null of all else. */
  tokens: ChatGptTokens | null;
}

/** Throws a CatalystError when a key is missing, the sealer is unknown, or the row was altered or holds no login. */
export async function openStored(
  credential: AgentCredential,
  { openCredential }: Pick<SealedOpener, "openCredential">,
): Promise<OpenedCredential> {
  const secret = await openCredential(credential);
  if (credential.kind === "key" || credential.provider !== "openai") {
    return { credential, secret, tokens: null };
  }
  const tokens = parseTokens(secret.key);
  if (tokens === null) {
    throw new CatalystError("invalid_configuration", "Opening the ChatGPT subscription failed: it holds no login.", {
      way: { kind: "sign_in_to_provider", provider: "openai" },
    });
  }
  return { credential, secret: { ...secret, key: tokens.accessToken }, tokens };
}

/** All of it that must show nowhere. */
export function secretsOf({ secret, tokens }: Pick<OpenedCredential, "secret" | "tokens">): string[] {
  return tokens === null ? [secret.key] : [tokens.accessToken, tokens.refreshToken];
}
