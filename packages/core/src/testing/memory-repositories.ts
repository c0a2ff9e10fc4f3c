import { CatalystError } from "../catalyst-error.ts";
import type { ImportedResult, ImportOutcome, RepositoryPort } from "../result/repository-port.ts";
import { matchesPath } from "../settings/patterns/path-pattern.ts";

export const BASE_COMMIT = "b".repeat(40);

/** The trusted side's git in memory: the test says what was pushed. */
export interface MemoryRepositories extends RepositoryPort {
  /** The same at every commit. */
  files: Map<string, string>;
  /** Branch -> commit of those that people made. */
  branches: Map<string, string>;
  imported: Omit<ImportedResult, "repositoryPath">;
  /** Why what was pushed can't be brought in. */
  unimportable: string | null;
  /** Branch -> commit of the published ones. */
  published: Map<string, string>;
  quarantines: Set<string>;
  keptResults: Set<string>;
}

const NOTHING = { headCommit: null, commits: [], diffStat: { files: 0, insertions: 0, deletions: 0 }, findings: [] };

export function memoryRepositories(): MemoryRepositories {
  const repositories: MemoryRepositories = {
    files: new Map(),
    branches: new Map([["main", BASE_COMMIT]]),
    imported: NOTHING,
    unimportable: null,
    published: new Map(),
    quarantines: new Set(),
    keptResults: new Set(),
    refreshMirror: async () => undefined,
    resolveCommit: async () => BASE_COMMIT,
    readFiles: async ({ paths }) => new Map([...repositories.files].filter(([path]) => paths.includes(path))),
    identifyFiles: async ({ patterns }) =>
      JSON.stringify([...repositories.files].filter(([path]) => patterns === null || matchesPath(patterns, path))),
    listBranchesAt: async (_repo, commit) =>
      [...repositories.branches].flatMap(([branch, tip]) => (tip === commit ? [branch] : [])),
    ensureQuarantine: async ({ executionId }) => void repositories.quarantines.add(executionId),
    listFiles: async ({ folder }) =>
      [...repositories.files.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    findBranch: async (_repo, branch) =>
      repositories.published.get(branch) ?? repositories.branches.get(branch) ?? null,
    findPushed: async () => repositories.imported.headCommit,
    async importResult({ executionId }): Promise<ImportOutcome> {
      if (repositories.unimportable !== null) {
        return { kind: "unimportable", reason: repositories.unimportable, keptAt: quarantineOf(executionId) };
      }
      repositories.keptResults.add(executionId);
      return { kind: "imported", ...repositories.imported, repositoryPath: resultOf(executionId) };
    },
    async publishBranch({ branch, headCommit, previousCommit }) {
      const there = repositories.published.get(branch) ?? null;
      if (there !== null && there !== headCommit && there !== previousCommit) {
        throw new CatalystError("conflict", `Making the branch ${branch} failed: it is there already.`);
      }
      repositories.published.set(branch, headCommit);
      return { keptAt: null };
    },
    async discard({ executionId, keptAt }) {
      if (keptAt !== quarantineOf(executionId)) {
        repositories.quarantines.delete(executionId);
      }
      if (keptAt !== resultOf(executionId)) {
        repositories.keptResults.delete(executionId);
      }
    },
  };
  return repositories;
}

function quarantineOf(executionId: string): string {
  return `/quarantine/${executionId}.git`;
}

function resultOf(executionId: string): string {
  return `/results/${executionId}.git`;
}
