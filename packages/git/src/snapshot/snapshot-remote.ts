import { CatalystError, type Repo, type RepositorySnapshot } from "@catalyst/core";
import { chooseRemoteBase, listRemoteRefs } from "../base/find-remote-base.ts";
import { readBaseFiles } from "../base/read-base-files.ts";
import { listAbsentFolders } from "../files/list-absent-folders.ts";
import { listFiles } from "../files/list-files.ts";
import { readFiles } from "../files/read-files.ts";
import { findCommit, listBranchesAt } from "../find-commit.ts";
import { refreshMirror } from "../mirror/refresh-mirror.ts";
import { resolveCommit } from "../mirror/resolve-commit.ts";
import { mirrorPath } from "../paths.ts";
import { type Reach, withRemote } from "../remote/reach.ts";

/** A repository elsewhere: what it says of its refs, and for the rest its mirror, which is brought up to date. */
export async function snapshotRemote(repo: Repo, reach: Reach): Promise<RepositorySnapshot> {
  const { home } = reach;
  const refs = await withRemote({ repo, access: "read" }, reach, listRemoteRefs);
  const repositoryPath = mirrorPath(home, repo.id);
  let refreshing: Promise<void> | null = null;
  const mirrored = async () => {
    refreshing ??= refreshMirror(repo, reach);
    await refreshing;
    return repositoryPath;
  };
  return {
    defaultBranch: { name: refs.defaultBranch ?? "main", isSaid: refs.defaultBranch !== null },
    async findBase(asked) {
      const name = chooseRemoteBase(refs, { url: repo.url, asked });
      await mirrored();
      return { name, commit: await resolveCommit(home, repo, name) };
    },
    describe: async () => [],
    findBranch: async (branch) => findCommit(await mirrored(), `refs/heads/${branch}`),
    listBranchesAt: async (commit) => listBranchesAt(await mirrored(), commit),
    listFiles: async (input) => listFiles({ ...input, repositoryPath: await mirrored() }),
    listAbsentFolders: async (input) => listAbsentFolders({ ...input, repositoryPath: await mirrored() }),
    async readFiles(input) {
      try {
        return await readFiles({ ...input, repositoryPath: await mirrored() });
      } catch (error) {
        if (!(error instanceof CatalystError && error.code === "not_found")) {
          throw error;
        }
        // On no branch and no tag: it is asked for by its name.
        const { vcs, url, name } = repo;
        const wanted = { ...input, address: { vcs, url, name }, base: input.commit };
        return withRemote({ repo, access: "read" }, reach, (remote) => readBaseFiles({ ...wanted, remote }));
      }
    },
  };
}
