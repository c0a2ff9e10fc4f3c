import { z } from "zod";
import { AgentFile } from "../../agent/agent-file.ts";
import { CredentialProvider } from "../../credential/credential.ts";
import { Payer } from "../../credential/payer.ts";
import { CredentialKind } from "../../credential/subscription/subscription.ts";
import { EffectiveSettings } from "../../settings/effective-settings.ts";

/** Whose key pays. */
export const ResolvedCredential = z.object({
  id: z.uuid(),
  provider: CredentialProvider,
  kind: CredentialKind.default("key"),
  /** The last characters of the key; empty where they say too much. */
  hint: z.string(),
  baseUrl: z.string().nullable(),
  /** Brought along by whoever asked, for this task alone. */
  isOfTask: z.boolean(),
  /** null: it was decided when that wasn't noted, or they are gone. */
  payer: Payer.nullable().default(null),
});
export type ResolvedCredential = z.infer<typeof ResolvedCredential>;

/** The change that is reviewed, as it was asked for and where it was then. */
export const ReviewedHead = z.object({ name: z.string(), commit: z.string() });
export type ReviewedHead = z.infer<typeof ReviewedHead>;

/** What an execution runs with, beside its commits, agent and model: decided when it begins, and never again. */
export const Resolution = z.object({
  settings: EffectiveSettings,
  /** Why settings are another commit's than the base's, as a sentence; null: they aren't. */
  settingsNote: z.string().nullable(),
  /** The repository's own definition of the agent; null: it has none that counts. */
  agentFile: AgentFile.nullable(),
  /** What agents read in the repository as instructions or settings: results that change these need a person. */
  instructionPaths: z.array(z.string()),
  /** null: the agent needs none. */
  credential: ResolvedCredential.nullable(),
  /** null: nothing is. */
  reviewed: ReviewedHead.nullable().default(null),
  /** The base has moved on from where the work that this goes on from had it, and conflicts with that: it is brought in first. */
  bringsBase: z.boolean().default(false),
  /** What whoever asked should know of the repository. */
  notes: z.array(z.string()),
});
export type Resolution = z.infer<typeof Resolution>;
