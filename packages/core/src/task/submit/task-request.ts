import { z } from "zod";
import { CredentialProvider, CredentialSecret } from "../../credential/credential.ts";
import { AskedHead } from "../../vcs/asked-head.ts";
import { TaskContext } from "../task.ts";
import { AskedWork } from "./asked-work.ts";

/** A repository as a person names it: the root folder of one on this machine, an https address, or what a registered one is called. */
export const AskedRepository = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("folder"),
    path: z.string().max(4096).startsWith("/", "must be an absolute path"),
    /** null: it has no commit. */
    head: AskedHead.nullable(),
  }),
  z.object({
    kind: z.literal("url"),
    url: z.url({ protocol: /^https$/, error: "must be an https address" }).max(2048),
  }),
  z.object({ kind: z.literal("registered"), name: z.string().min(1).max(4096) }),
]);
export type AskedRepository = z.infer<typeof AskedRepository>;

/** A longer body is refused in words; what is longer than this isn't read. */
const MAX_PROMPT_LENGTH = 1024 * 1024;

/** What the work is about. `path`: where an issue was read, as its person knows it. */
export const AskedSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prompt"), text: z.string().max(MAX_PROMPT_LENGTH) }),
  TaskContext.pick({ title: true, body: true }).extend({
    kind: z.literal("issue"),
    path: z.string().max(4096).nullable(),
  }),
  z.object({
    kind: z.literal("review"),
    head: AskedWork.shape.head.unwrap().unwrap(),
    /** What to look at above all; empty: everything. */
    text: z.string().max(MAX_PROMPT_LENGTH),
  }),
  /** An issue or a pull request, which is read when the work begins: its repository is where it is. */
  z.object({
    kind: z.literal("subject"),
    url: z.string().max(2048),
    /** A pull request is reviewed or worked on further; an issue is resolved, or what it names is mended. */
    work: z.enum(["issue", "review", "fix"]),
    /** What its person says beside it; empty: nothing. */
    text: z.string().max(MAX_PROMPT_LENGTH),
  }),
]);
export type AskedSource = z.infer<typeof AskedSource>;

/** A key of the asking person's own, or a Claude subscription's token, for one task alone. */
export const TaskKey = CredentialSecret.extend({ provider: CredentialProvider });
export type TaskKey = z.infer<typeof TaskKey>;

/** What a person asks for. What isn't said is decided by the repository's and the owner's settings. */
export const TaskRequest = AskedWork.omit({ head: true }).extend({
  /** The name of the project that it is asked for in; null: the person's own. */
  project: z.string().max(512).nullable().default(null),
  /** null: that of the source, which is at an address. */
  repository: AskedRepository.nullable().default(null),
  source: AskedSource,
  /** At most one of a kind for each provider. The door seals them; those that no agent of the task uses are deleted. */
  keys: z.array(TaskKey).max(CredentialProvider.options.length).default([]),
  /** Of one person, requests with the same key are one task while it is unfinished. */
  dedupeKey: z.string().min(1).max(255).nullable().default(null),
});
export type TaskRequest = z.infer<typeof TaskRequest>;
