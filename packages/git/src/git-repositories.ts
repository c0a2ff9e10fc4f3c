import { rm, stat } from "node:fs/promises";
import type { Repo, RepositoryPort } from "@catalyst/core";
import { readChange } from "./diff/read-change.ts";
import { readDiff } from "./diff/read-diff.ts";
import { readPatches } from "./diff/read-patches.ts";
import { listUnfinished } from "./ensure-bare.ts";
import { identifyFiles } from "./files/identify-files.ts";
import { readFiles } from "./files/read-files.ts";
import { findCommit } from "./find-commit.ts";
import { createImporters, importResult } from "./import/import-result.ts";
import { findConflict } from "./merge/find-conflict.ts";
import { mergeBase } from "./merge/merge-base.ts";
import { refreshMirror } from "./mirror/refresh-mirror.ts";
import { keptName, listQuarantines, listResults, mirrorPath, quarantinePath, resultPath } from "./paths.ts";
import { findNameProblem } from "./publish/problems/find-name-problem.ts";
import { findProblemBefore, publishBranch } from "./publish/publish-branch.ts";
import { keepInRepository } from "./publish/refs/keep-in-repository.ts";
import { removeKept } from "./publish/refs/remove-kept.ts";
import { ensureQuarantine } from "./quarantine/ensure-quarantine.ts";
import { findPushed } from "./quarantine/find-pushed.ts";
import type { Reach } from "./remote/reach.ts";
import { askGit, runGit } from "./run-git.ts";
import { look } from "./snapshot/look.ts";
import { takeBeside } from "./take-beside.ts";

const MAX_LISTED = 1000;
/** Most environments have begun by then, and none has ended. */
const IMPORTER_MILLISECONDS = 150;

/** The trusted side's git, with its repositories under `home`. */
export function gitRepositories(reach: Reach): RepositoryPort {
  const { home } = reach;
  const importers = createImporters();
  const locate = async <Input extends { repo: Repo; executionId: string }>(input: Input) => {
    const quarantine = quarantinePath(home, input.executionId);
    const isThere = (await stat(quarantine).catch(() => null)) !== null;
    return { ...input, repositoryPath: isThere ? quarantine : mirrorPath(home, input.repo.id) };
  };
  return {
    look: (repo, work) => look(repo, reach, work),
    findNameProblem,
    refreshMirror: (repo) => refreshMirror(repo, reach),
    readFiles: async (input) => readFiles(await locate(input)),
    identifyFiles: async (input) => identifyFiles(await locate(input)),
    findBranch: (repo, branch) => findCommit(mirrorPath(home, repo.id), `refs/heads/${branch}`),
    async contains({ repo, commit, ancestor }) {
      const args = ["merge-base", "--is-ancestor", ancestor, commit];
      return (await askGit({ args, repositoryPath: mirrorPath(home, repo.id) })).ok;
    },
    async ensureQuarantine(input) {
      await ensureQuarantine(input, reach);
      // What is pushed there is imported at its end. To start a program holds us up for as long as a git takes: not before the
      // environment is on its way.
      setTimeout(importers.prepare, IMPORTER_MILLISECONDS).unref();
    },
    async listBeyond({ repo, commit, without }) {
      const args = ["rev-list", `--max-count=${MAX_LISTED}`, commit, "--not", without, "--"];
      return (await runGit({ args, repositoryPath: mirrorPath(home, repo.id) })).split("\n").filter(Boolean);
    },
    findConflict: ({ repo, ...commits }) => findConflict(mirrorPath(home, repo.id), commits),
    mergeBase: (input) => mergeBase(home, input),
    async findQuarantine(executionId) {
      // One that can't be read any more may have something all the same.
      const pushed = await findPushed(home, executionId).catch(() => "unknown");
      return pushed === null ? null : keptName(home, quarantinePath(home, executionId));
    },
    findPushed: (executionId) => findPushed(home, executionId),
    importResult: (input) => importResult(home, input, importers),
    takeBeside: (input) => takeBeside(home, input),
    readDiff: (input) => readDiff(home, input),
    readPatches: async (input) => readPatches(await locate(input)),
    readChange: async (input) => readChange(await locate(input)),
    findBranchProblem: (input) => findProblemBefore(home, input),
    publishBranch: (input) => publishBranch(reach, input),
    keepInRepository: (input) => keepInRepository(home, input),
    removeKept,
    async discard({ executionId, keptAt }) {
      for (const path of [quarantinePath(home, executionId), resultPath(home, executionId)]) {
        for (const found of [path, ...(await listUnfinished(path))].filter((one) => keptName(home, one) !== keptAt)) {
          await rm(found, { recursive: true, force: true });
        }
      }
      // After one execution there will be another: its importer is there by then, and starting it holds up nobody.
      importers.prepare();
    },
    listQuarantines: () => listQuarantines(home),
    listResults: () => listResults(home),
  };
}
