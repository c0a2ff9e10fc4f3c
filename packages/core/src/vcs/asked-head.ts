import { z } from "zod";

/** HEAD of a folder when a task was asked for. `ref` null: it was at a commit. */
export const AskedHead = z.object({
  ref: z
    .string()
    .regex(/^refs\/[^\s\0]+$/, "must be the whole name of a ref")
    .max(255 + "refs/heads/".length)
    .nullable(),
  commit: z.string().regex(/^[0-9a-f]{40}$/, "must be the whole name of a commit"),
});
export type AskedHead = z.infer<typeof AskedHead>;
