import { z } from "zod";
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
