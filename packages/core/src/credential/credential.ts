import { z } from "zod";
import type { Owner } from "../account/account.ts";
import { Envelope } from "../sealing/envelope.ts";

export const CredentialProvider = z.enum([
  "anthropic",
  "openai",
  "gemini",
  "openrouter",
  "ollama",
  "openai-compatible",
]);
export type CredentialProvider = z.infer<typeof CredentialProvider>;

/** What a credential holds once opened. Ollama has no key; the base URL is required for it and openai-compatible. */
export const CredentialSecret = z.object({
  key: z.string().max(8192),
  baseUrl: z.url({ protocol: /^https?$/ }).nullable(),
});
export type CredentialSecret = z.infer<typeof CredentialSecret>;

/**
 * A user's or team's key for a provider, sealed. One per owner and provider; one with a `taskId` belongs to that
 * task alone, is not counted, and is deleted when the task ends.
 */
export const AgentCredential = z.object({
  id: z.uuid(),
  provider: CredentialProvider,
  userId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  taskId: z.uuid().nullable(),
  ...Envelope.shape,
  version: z.int().positive(),
  /** The last 4 characters of the key, for lists; empty when there is no key or it is shorter than 12. */
  hint: z.string().max(4),
  baseUrl: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type AgentCredential = z.infer<typeof AgentCredential>;

export interface CredentialStore {
  /** Refuses with `conflict` when the owner already has one for the provider (and `taskId` is null). */
  insert(credential: AgentCredential): Promise<void>;
  get(id: string): Promise<AgentCredential | null>;
  /** Those of the owner; task-bound ones are left out. */
  list(owner: Owner): Promise<AgentCredential[]>;
  /**
   * Those that may pay for what the user asked of the task: what they brought along for it, then their own, then those of the
   * team whose project it is, if they are in it. Another team's are none of them, nor is anybody else's.
   */
  listUsable(input: { taskId: string; userId: string }): Promise<AgentCredential[]>;
  /** Replaces the sealed fields if they are still those of `before`; false when somebody else was first. */
  replaceSealed(before: AgentCredential, after: AgentCredential): Promise<boolean>;
  markUsed(id: string): Promise<void>;
  delete(id: string): Promise<boolean>;
  /** Every credential, for wrapping anew for another key of the gateway. */
  listAll(): Promise<AgentCredential[]>;
}
