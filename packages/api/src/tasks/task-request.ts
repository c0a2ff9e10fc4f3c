import { z } from "zod";
import { AbsolutePath } from "../contract/absolute-path.ts";
import { ProjectName } from "../contract/project-query.ts";
import { CredentialProvider } from "../credentials/credential-routes.ts";

const Name = z.string().min(1).max(255);

/** An agent by its id, or by another name of it. */
export const AgentName = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/);

/** A key of the asking person's own, for one task alone. */
export const TaskKeys = z
  .array(
    z.strictObject({
      provider: CredentialProvider,
      key: z.string().max(8192),
      baseUrl: z
        .url({ protocol: /^https?$/ })
        .max(2048)
        .nullable()
        .default(null),
    }),
  )
  .max(CredentialProvider.options.length)
  .default([]);

/** The agent's time. */
export const TimeoutSeconds = z.int().min(1).max(86_400).nullable().default(null);

/** An agent and its model; null: as the settings say. */
export const AskedAgent = z.strictObject({
  agent: AgentName.nullable().default(null),
  model: Name.nullable().default(null),
});

const HttpsAddress = z.url({ protocol: /^https$/, error: "must be an https address" }).max(2048);

const Repository = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("folder"),
    /** The root folder of a repository on the server's machine. */
    path: AbsolutePath,
    /** HEAD as it is when this is asked. */
    head: z
      .strictObject({
        ref: z
          .string()
          .regex(/^refs\/[^\s\u0000]+$/)
          .max(266)
          .nullable(),
        commit: z.string().regex(/^[0-9a-f]{40}$/),
      })
      .nullable(),
  }),
  z.strictObject({ kind: z.literal("url"), url: HttpsAddress }),
  z.strictObject({
    kind: z.literal("registered"),
    /** What one that is registered in the project is called: its id, its name, its address, or the last parts of that. */
    name: z
      .string()
      .regex(/^[^\u0000]+$/, "must not be empty nor contain NUL")
      .max(4096),
  }),
]);

const Source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("prompt"), text: z.string().max(1024 * 1024) }),
  z.strictObject({
    kind: z.literal("issue"),
    title: z.string().max(1000),
    body: z.string().max(256 * 1024),
    /** Where it was read. */
    path: z.string().max(4096).nullable().default(null),
  }),
  /** What a branch, tag or commit would bring to the base is looked at, and nothing changed. */
  z.strictObject({
    kind: z.literal("review"),
    head: Name,
    /** What to look at above all. */
    text: z
      .string()
      .max(1024 * 1024)
      .default(""),
  }),
  /** An issue or a pull request at its address, which also says the repository. */
  z.strictObject({
    kind: z.literal("subject"),
    url: HttpsAddress,
    /** An issue is resolved, a pull request reviewed; a fix goes onto the pull request's branch, or is of what the issue names. */
    work: z.enum(["issue", "review", "fix"]),
    /** What is said beside it. */
    text: z
      .string()
      .max(1024 * 1024)
      .default(""),
  }),
]);

/** What a person asks for. What isn't said is decided by the repository's and the owner's settings. */
export const TaskRequest = z
  .strictObject({
    project: ProjectName.nullable().default(null),
    /** null: the source's, where that is at an address. */
    repository: Repository.nullable().default(null),
    source: Source,
    base: Name.nullable().default(null),
    trustBase: z.boolean().default(false),
    /** Several race. */
    agents: z.array(AskedAgent).min(1).max(8).prefault([{}]),
    branch: Name.nullable().default(null),
    timeoutSeconds: TimeoutSeconds,
    /** A key that is brought along comes before one that is stored, instead of after. */
    ownKeysFirst: z.boolean().default(false),
    options: z
      .strictObject({
        requirePlanApproval: z.boolean().default(false),
        budget: z
          .strictObject({
            usd: z.number().positive().nullable().default(null),
            tokens: z.int().positive().nullable().default(null),
          })
          .prefault({}),
        race: z
          .strictObject({ pick: z.enum(["person", "verify"]) })
          .nullable()
          .default(null),
        /** What is proposed of it is a draft; absent: as the project says. */
        isDraft: z.boolean().optional(),
        /** Of a review: `isWhole` says again what was said before; `paths` are files, or folders with what is in them; none: all. */
        review: z
          .strictObject({
            isWhole: z.boolean().default(false),
            paths: z.array(z.string().min(1).max(1024)).max(20).default([]),
          })
          .optional(),
      })
      .prefault({}),
    keys: TaskKeys,
  })
  .meta({ id: "TaskRequest" });
