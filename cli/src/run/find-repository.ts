import type { Vcs } from "@catalyst/core";
import { findBase, inspectRepository, parseRepositoryUrl } from "@catalyst/git";

/** The repository that a task works on, and where it starts. */
export interface RunRepository {
  vcs: Vcs;
  url: string;
  name: string;
  baseBranch: string;
  /** What a person should know before the agent starts. */
  notes: string[];
}

/** Throws a clear error for what isn't a usable repository, before anything is stored. */
export async function findRepository(input: {
  repo: string;
  base: string | null;
  currentFolder: string;
}): Promise<RunRepository> {
  const address = parseRepositoryUrl(input.repo, input.currentFolder);
  if (address.vcs !== "local") {
    return { ...address, baseBranch: await findBase(address, input.base), notes: [] };
  }
  const facts = await inspectRepository(address.url);
  const baseBranch = await findBase({ ...address, url: facts.root }, input.base);
  const notes = [
    facts.isDirty && "The checkout has uncommitted changes: the agent doesn't see them, and they stay as they are.",
    facts.isShallow && "The repository is a shallow clone: the agent sees only the history that is there.",
    facts.hasSubmodules && "The repository has submodules: they are empty in the agent's environment.",
  ].filter((note) => note !== false);
  return { vcs: "local", url: facts.root, name: facts.name, baseBranch, notes };
}
