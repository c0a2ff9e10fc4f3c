import type { Vcs } from "@catalyst/core";
import {
  checkComplete,
  type DefaultBranch,
  findBase,
  findDefaultBranch,
  findRemoteBase,
  inspectRepository,
  parseRepositoryUrl,
  type RepositoryFacts,
  withView,
} from "@catalyst/git";
import type { CliContext } from "../cli-context.ts";
import { showRevision } from "../output/show-revision.ts";

/** The repository that a task works on, and where it starts. */
export interface RunRepository {
  vcs: Vcs;
  url: string;
  name: string;
  baseBranch: string;
  /** What the base is at this moment; null: the worker finds out. */
  baseCommit: string | null;
  defaultBranch: DefaultBranch;
  /** Hosts of the owner's own network that may be asked. */
  privateHosts: readonly string[];
  /** What a person should know before the agent starts. */
  notes: string[];
}

/** Throws a clear error for what isn't a usable repository, before anything is stored. */
export async function findRepository(
  { repo, base }: { repo: string; base: string | null },
  { currentFolder, readConfig }: Pick<CliContext, "currentFolder" | "readConfig">,
): Promise<RunRepository> {
  const { privateHosts } = await readConfig();
  const address = parseRepositoryUrl(repo, currentFolder);
  if (address.vcs === "local") {
    return { ...(await findFolder(address.url, base)), privateHosts };
  }
  const found = await findRemoteBase({ url: address.url, privateHosts }, base);
  const defaultBranch = { name: found.defaultBranch ?? "main", isSaid: found.defaultBranch !== null };
  return { ...address, baseBranch: found.name, baseCommit: null, defaultBranch, privateHosts, notes: [] };
}

function findFolder(path: string, base: string | null): Promise<Omit<RunRepository, "privateHosts">> {
  return withView(path, async (view) => {
    const facts = await inspectRepository(view);
    const { name: baseBranch, commit } = await findBase(view, base);
    await checkComplete(view, commit);
    const notes = [...(base === null ? noteDetached(facts, commit) : []), ...noteFacts(facts)];
    const defaultBranch = await findDefaultBranch(view);
    const { root: url } = view.place;
    return { vcs: "local", url, name: facts.name, baseBranch, baseCommit: commit, defaultBranch, notes };
  });
}

function noteDetached({ currentBranch }: RepositoryFacts, commit: string): string[] {
  return currentBranch === null
    ? [`The checkout is on no branch (detached HEAD): the work starts from its commit, ${showRevision(commit)}.`]
    : [];
}

function noteFacts({ isDirty, isShallow, hasSubmodules }: RepositoryFacts): string[] {
  return [
    isDirty === true && "The checkout has uncommitted changes: the agent doesn't see them, and they stay as they are.",
    isDirty === null && "Whether the checkout has uncommitted changes is not known: the agent sees what is committed.",
    isShallow && "The repository is a shallow clone: the agent sees only the history that is there.",
    hasSubmodules && "The repository has submodules: they are empty in the agent's environment.",
  ].filter((note) => note !== false);
}
