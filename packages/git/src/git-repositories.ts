import { rm } from "node:fs/promises";
import type { RepositoryPort } from "@catalyst/core";
import { findCommit, listBranchesAt } from "./find-commit.ts";
import { findPushed } from "./find-pushed.ts";
import { identifyFiles } from "./identify-files.ts";
import { importResult } from "./import-result.ts";
import { listFiles } from "./list-files.ts";
import { refreshMirror, resolveCommit } from "./mirror.ts";
import { mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { publishBranch } from "./publish-branch.ts";
import { ensureQuarantine } from "./quarantine.ts";
import { readFiles } from "./read-files.ts";

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
    ensureQuarantine: (input) => ensureQuarantine(home, input),
    findPushed: (executionId) => findPushed(home, executionId),
    importResult: (input) => importResult(home, input),
    publishBranch: (input) => publishBranch(home, input),
    async discard({ executionId, keptAt }) {
      for (const path of [quarantinePath(home, executionId), resultPath(home, executionId)]) {
        if (path !== keptAt) {
          await rm(path, { recursive: true, force: true });
        }
      }
    },
  };
}
