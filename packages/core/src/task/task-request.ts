import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { CredentialProvider, CredentialSecret } from "../credential/credential.ts";
import { TaskContext, TaskOptions } from "./task.ts";

export const MAX_RACERS = 8;

/** HEAD of a folder when a task was asked for. `ref` null: it was at a commit. */
export const AskedHead = z.object({
  ref: z.string().min(1).max(1024).nullable(),
  commit: z.string().regex(/^[0-9a-f]{40}$/, "must be the whole name of a commit"),
});
export type AskedHead = z.infer<typeof AskedHead>;

/** An agent as a person names it. null: as the settings say. A model means something to its own agent only. */
export const AskedAgent = z.object({ agent: AgentId.nullable(), model: z.string().min(1).max(255).nullable() });
export type AskedAgent = z.infer<typeof AskedAgent>;

/** A repository as a person names it: the root folder of one on this machine, or an https address. */
export const AskedRepository = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("folder"),
    path: z.string().max(4096).startsWith("/", "must be an absolute path"),
    head: AskedHead,
  }),
  z.object({
    kind: z.literal("url"),
    url: z.url({ protocol: /^https$/, error: "must be an https address" }).max(2048),
  }),
]);
export type AskedRepository = z.infer<typeof AskedRepository>;

const MAX_PROMPT_LENGTH = TaskContext.shape.body.maxLength ?? 0;

/** What the work is about. `path`: where an issue was read, as its person knows it. */
export const AskedSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prompt"), text: z.string().max(MAX_PROMPT_LENGTH) }),
  TaskContext.omit({ prDiff: true }).extend({ kind: z.literal("issue"), path: z.string().max(4096).nullable() }),
]);
export type AskedSource = z.infer<typeof AskedSource>;

/** What of a request concerns the work itself, and is stored as it was asked. */
export const AskedWork = z.object({
  /** A branch, tag or commit; null: HEAD of a folder, the default branch of an address. */
  base: z.string().min(1).max(255).nullable().default(null),
  /** The person vouches for the base: its own settings count, and its files run with secrets. */
  trustBase: z.boolean().default(false),
  /** Several race. */
  agents: z
    .array(AskedAgent)
    .min(1)
    .max(MAX_RACERS)
    .default([{ agent: null, model: null }]),
  /** The name of the result's branch; null: named after the task. */
  branch: z.string().min(1).max(255).nullable().default(null),
  /** null: as the settings say. */
  timeoutSeconds: z
    .int()
    .positive()
    .max(24 * 60 * 60)
    .nullable()
    .default(null),
  options: TaskOptions.omit({ trustedBase: true }).prefault({}),
});
export type AskedWork = z.infer<typeof AskedWork>;

/** A key of the asking person's own, for one task alone. */
export const TaskKey = CredentialSecret.extend({ provider: CredentialProvider });
export type TaskKey = z.infer<typeof TaskKey>;

/** What a person asks for. What isn't said is decided by the repository's and the owner's settings. */
export const TaskRequest = AskedWork.extend({
  repository: AskedRepository,
  source: AskedSource,
  /** At most one for each provider. The door seals them; those that no agent of the task uses are deleted. */
  keys: z.array(TaskKey).max(CredentialProvider.options.length).default([]),
  /** Of one person, requests with the same key are one task while it is unfinished. */
  dedupeKey: z.string().min(1).max(255).nullable().default(null),
});
export type TaskRequest = z.infer<typeof TaskRequest>;
