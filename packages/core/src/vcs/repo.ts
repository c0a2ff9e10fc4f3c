import { z } from "zod";

/** `local`: a folder on this machine; `github`: GitHub's; `https`: any other address, which offers git alone. */
export const Vcs = z.enum(["local", "https", "github"]);
export type Vcs = z.infer<typeof Vcs>;

/**
 * A repository that tasks work on. `url` is an absolute path for `local`, an https URL otherwise; unique per
 * project.
 */
export const Repo = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  vcs: Vcs,
  url: z.string().min(1),
  name: z.string().min(1),
  /** What the repository itself says, else what was likely when it was first seen, or its owner said since; null: it wasn't seen. */
  defaultBranch: z.string().min(1).max(255).nullable(),
  createdAt: z.date(),
});
export type Repo = z.infer<typeof Repo>;

/** What a forge knows a repository by, whatever it is called there: the number that it gave it. */
export interface ForgeRepository {
  host: string;
  id: number;
}
