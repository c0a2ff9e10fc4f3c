import { z } from "zod";
import { Vcs } from "./repo.ts";

/** A repository as a person names it: a folder in one on the worker's machine, or an https address. */
export const NamedRepository = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("folder"), path: z.string().max(4096).startsWith("/", "must be an absolute path") }),
  z.object({ kind: z.literal("url"), url: z.string().min(1).max(2048) }),
]);
export type NamedRepository = z.infer<typeof NamedRepository>;

/** A usable repository, as somebody saw it who may read it. */
export const SeenRepository = z.object({
  vcs: Vcs,
  url: z.string(),
  name: z.string(),
  /** `isSaid`: the repository says so itself; else that is a guess. */
  defaultBranch: z.object({ name: z.string(), isSaid: z.boolean() }),
  /** What a base that was asked for is called. */
  baseName: z.string(),
});
export type SeenRepository = z.infer<typeof SeenRepository>;
