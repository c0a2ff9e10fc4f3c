import { z } from "zod";
import { AbsolutePath } from "../contract/absolute-path.ts";
import { Time } from "../contract/page.ts";

/** A place that tasks work on. `url`: an absolute path for `local`. */
export const Repository = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    vcs: z.string(),
    url: z.string(),
    name: z.string(),
    /** null until somebody has looked at it. */
    defaultBranch: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: "Repository" });
export type Repository = z.infer<typeof Repository>;

/** A repository as a person names it: a folder in one on the worker's machine, or an https address. */
export const NamedRepository = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("folder"), path: AbsolutePath }),
  z.strictObject({ kind: z.literal("url"), url: z.string().min(1).max(2048) }),
]);
