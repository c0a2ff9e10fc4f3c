import { z } from "zod";
import { CredentialKind, CredentialProvider } from "../credentials/credential-routes.ts";

/** Whose key pays. */
const ResolvedCredential = z
  .object({
    id: z.uuid(),
    provider: CredentialProvider,
    kind: CredentialKind,
    /** The last characters of the key; empty where they say too much. */
    hint: z.string(),
    baseUrl: z.string().nullable(),
    /** Brought along by whoever asked, for this task alone. */
    isOfTask: z.boolean(),
    /** Whose it was as that was decided; `isOpen`: they opened it to everyone who may write in the repository. null: it wasn't noted. */
    payer: z.object({ kind: z.enum(["person", "team"]), name: z.string(), isOpen: z.boolean() }).nullable(),
  })
  .meta({ id: "ResolvedCredential" });

/** What an execution works with beside its commits, agent and model, decided when it began. */
export const Resolution = z
  .object({
    /** What counts of all settings, and who said each. */
    settings: z.looseObject({
      sources: z.record(z.string(), z.enum(["default", "devcontainer", "file", "project"])),
    }),
    /** Why settings are another commit's than the base's; null: they aren't. */
    settingsNote: z.string().nullable(),
    /** The repository's own definition of the agent; null: it has none that counts. */
    agentFile: z
      .object({
        id: z.string(),
        text: z.string(),
        path: z.string(),
        where: z.string(),
        owner: z.enum(["user", "project"]),
      })
      .nullable(),
    /** Changes of these need a person. */
    instructionPaths: z.array(z.string()),
    credential: ResolvedCredential.nullable(),
    /** The change that is reviewed, as it was asked for and where it was then; null: none is. */
    reviewed: z.object({ name: z.string(), commit: z.string() }).nullable(),
    /** What whoever asked should know of the repository. */
    notes: z.array(z.string()),
  })
  .meta({ id: "Resolution" });
