import { rm } from "node:fs/promises";
import type { RepositoryPort } from "@catalyst/core";
import { findCommit, listBranchesAt } from "./find-commit.ts";
import { findPushed } from "./find-pushed.ts";
import { identifyFiles } from "./identify-files.ts";
import { importResult } from "./import-result.ts";
import { listFiles } from "./list-files.ts";
import { refreshMirror, resolveCommit } from "./mirror.ts";
import { mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { keepInRepository } from "./publish/keep-in-repository.ts";
import { findProblemBefore, publishBranch } from "./publish/publish-branch.ts";
import { ensureQuarantine } from "./quarantine.ts";
import { readFiles } from "./read-files.ts";
import { askGit } from "./run-git.ts";

/** The trusted side's git, with its repositories under `home`. */
export function gitRepositories({ home }: { home: string }): RepositoryPort {
  return {
    refreshMirror: (repo) => refreshMirror(home, repo),
    resolveCommit: (repo, revision) => resolveCommit(home, repo, revision),
    readFiles: ({ repo, ...input }) => readFiles({ ...input, repositoryPath: mirrorPath(home, repo.id) }),
    identifyFiles: ({ repo, ...input }) => identifyFiles({ ...input, repositoryPath: mirrorPath(home, repo.id) }),
    listFiles: ({ repo, ...input }) => listFiles({ ...input, repositoryPath: mirrorPath(home, repo.id) }),
    findBranch: (repo, branch) => findCommit(mirrorPath(home, repo.id), `refs/heads/${branch}`),
    listBranchesAt: (repo, commit) => listBranchesAt(mirrorPath(home, repo.id), commit),
    async contains({ repo, commit, ancestor }) {
      const args = ["merge-base", "--is-ancestor", ancestor, commit];
      return (await askGit({ args, repositoryPath: mirrorPath(home, repo.id) })).ok;
    },
    ensureQuarantine: (input) => ensureQuarantine(home, input),
    async findQuarantine(executionId) {
      // One that can't be read any more may have something all the same.
      const pushed = await findPushed(home, executionId).catch(() => "unknown");
      return pushed === null ? null : quarantinePath(home, executionId);
    },
    findPushed: (executionId) => findPushed(home, executionId),
    importResult: (input) => importResult(home, input),
    findBranchProblem: (input) => findProblemBefore(home, input),
    publishBranch: (input) => publishBranch(home, input),
    keepInRepository: (input) => keepInRepository(home, input),
    async discard({ executionId, keptAt }) {
      for (const path of [quarantinePath(home, executionId), resultPath(home, executionId)]) {
        if (path !== keptAt) {
          await rm(path, { recursive: true, force: true });
        }
      }
    },
  };
}
