import { z } from "zod";
import type { Owner } from "../account/account.ts";
import { Envelope } from "../sealing/envelope.ts";
import { CredentialKind, SubscriptionState } from "./subscription/subscription.ts";

export const CredentialProvider = z.enum([
  "anthropic",
  "openai",
  "gemini",
  "openrouter",
  "ollama",
  "openai-compatible",
]);
export type CredentialProvider = z.infer<typeof CredentialProvider>;

/** Of what is sealed: the tokens of a login are longer than any key. */
export const MAX_SECRET_LENGTH = 32_768;

/**
 * What a credential holds once opened: a key, a Claude subscription's token, or the tokens of a ChatGPT login as JSON.
 * Ollama has no key; the base URL is required for it and openai-compatible.
 */
export const CredentialSecret = z.object({
  key: z.string().max(MAX_SECRET_LENGTH),
  baseUrl: z.url({ protocol: /^https?$/ }).nullable(),
});
export type CredentialSecret = z.infer<typeof CredentialSecret>;

/** What its provider said when it was tried last. */
export const LastTest = z.object({ outcome: z.enum(["ok", "rejected", "unreachable"]), at: z.iso.datetime() });
export type LastTest = z.infer<typeof LastTest>;

/**
 * A user's or team's key or subscription for a provider, sealed. One per owner, provider and kind; one with a `taskId`
 * belongs to that task alone, is not counted, and is deleted when the task ends.
 */
export const AgentCredential = z.object({
  id: z.uuid(),
  provider: CredentialProvider,
  kind: CredentialKind,
  userId: z.uuid().nullable(),
  teamId: z.uuid().nullable(),
  taskId: z.uuid().nullable(),
  ...Envelope.shape,
  version: z.int().positive(),
  /** The last 4 characters of the key, for lists; empty when there is no key or it is shorter than 12. */
  hint: z.string().max(4),
  baseUrl: z.string().nullable(),
  /** Whether it pays as well for what accounts of a forge ask that may write in a repository of its owner's projects. */
  isOpen: z.boolean().default(false),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
  /** null: it wasn't tried since it was stored. */
  lastTest: LastTest.nullable().catch(null).default(null),
  ...SubscriptionState.shape,
});
export type AgentCredential = z.infer<typeof AgentCredential>;

export interface CredentialStore {
  /** Refuses with `conflict` when the owner already has one of the kind for the provider (and `taskId` is null). */
  insert(credential: AgentCredential): Promise<void>;
  get(id: string): Promise<AgentCredential | null>;
  /** Those of the owner; task-bound ones are left out. */
  list(owner: Owner): Promise<AgentCredential[]>;
  /**
   * Those that may pay for what the user asked of the task: what they brought along for it, then their own, then those of the
   * team whose project it is, if they are in it. Another team's are none of them, nor is anybody else's.
   */
  listUsable(input: { taskId: string; userId: string }): Promise<AgentCredential[]>;
  /** Those that the owner of the task's project opened to everyone who may write there. */
  listOpen(taskId: string): Promise<AgentCredential[]>;
  /** false: it isn't there. */
  setOpen(id: string, isOpen: boolean): Promise<boolean>;
  /**
   * Replaces the sealed fields if they are still those of `before`; false when somebody else was first. What is known of a
   * subscription's state holds for the same secret in another wrapping, and for no other secret.
   */
  replaceSealed(before: AgentCredential, after: AgentCredential): Promise<boolean>;
  markUsed(id: string): Promise<void>;
  /** Keeps what came of trying it; nothing where it was replaced by another secret meanwhile. */
  noteTest(tried: AgentCredential, outcome: LastTest["outcome"]): Promise<void>;
  delete(id: string): Promise<boolean>;
  /** Every credential, for wrapping anew for another key of the gateway. */
  listAll(): Promise<AgentCredential[]>;
}
