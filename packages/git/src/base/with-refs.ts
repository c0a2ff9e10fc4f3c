import type { BranchReader } from "@catalyst/core";
import { findCommit, findRevision, listBranchesAt } from "../find-commit.ts";
import type { RepositoryAddress } from "../remote/repository-url.ts";
import { withView } from "../view/open-view.ts";
import { listRemoteRefs } from "./find-remote-base.ts";

/** What a person's repository says of its branches, tags and commits. */
export interface Refs extends BranchReader {
  /** The commit of a branch, a tag or a whole commit name, in this order; null: there is none. */
  findRevision(name: string): Promise<string | null>;
}

/** Reads a repository's refs as they are at this moment, for as long as `act` takes. Throws like `withView` and `runRemote`. */
export async function withRefs<Result>(
  { address, privateHosts }: { address: RepositoryAddress; privateHosts: readonly string[] },
  act: (refs: Refs) => Promise<Result>,
): Promise<Result> {
  if (address.vcs !== "local") {
    const { branches, tags } = await listRemoteRefs({ url: address.url, privateHosts });
    return act({
      findBranch: async (branch) => branches.get(branch) ?? null,
      listBranchesAt: async (commit) => [...branches].flatMap(([branch, tip]) => (tip === commit ? [branch] : [])),
      findRevision: async (name) => branches.get(name) ?? tags.get(name) ?? (/^[0-9a-f]{40}$/.test(name) ? name : null),
    });
  }
  return withView(address.url, ({ path, reader }) =>
    act({
      findBranch: (branch) => findCommit(path, `refs/heads/${branch}`, reader),
      listBranchesAt: (commit) => listBranchesAt(path, commit, reader),
      findRevision: async (name) => (await findRevision(path, name, reader))?.commit ?? null,
    }),
  );
}
