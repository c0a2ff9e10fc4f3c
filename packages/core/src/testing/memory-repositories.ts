import { CatalystError } from "../catalyst-error.ts";
import type { BaseMerge } from "../result/base-merge.ts";
import type { BranchProblem } from "../result/branch-problem.ts";
import type { IdentifiedFiles, ImportedResult, ImportOutcome, RepositoryPort } from "../result/repository-port.ts";
import type { RepositorySnapshot } from "../result/repository-snapshot.ts";
import { matchesPath } from "../settings/patterns/path-pattern.ts";

export const BASE_COMMIT = "b".repeat(40);

/** The trusted side's git in memory: the test says what was pushed. */
export interface MemoryRepositories extends RepositoryPort {
  /** The same at every commit. */
  files: Map<string, string>;
  /** Branch -> commit of those that people made. */
  branches: Map<string, string>;
  /** What every change makes of a file, by path. */
  patches: Map<string, string>;
  imported: Omit<ImportedResult, "keptAt" | "runByCi"> & Partial<Pick<ImportedResult, "runByCi">>;
  /** Why what was pushed can't be brought in. */
  unimportable: string | null;
  /** Branch -> commit of the published ones. */
  published: Map<string, string>;
  /** What is in the way of every branch. */
  branchProblem: BranchProblem | null;
  /** Whether others who moved a branch went on from where the work began. */
  isOnward: boolean;
  /** What is in the way of every new branch, and of every one that is moved on. */
  nameProblem: BranchProblem | null;
  moveProblem: BranchProblem | null;
  /** What a base that is asked for is called and is at. */
  base: { name: string; commit: string };
  /** How often it was looked at. */
  looks: number;
  /** Refs of results -> commit. */
  refs: Map<string, string>;
  quarantines: Set<string>;
  /** Refs beside the branch -> commit, of whoever pushes. */
  beside: Map<string, string>;
  /** What comes of bringing the base in, and what a branch has beyond its base. */
  merge: BaseMerge;
  beyond: string[];
  /** The executions that pushed something. */
  pushed: Set<string>;
  keptResults: Set<string>;
}

const NOTHING = { headCommit: null, commits: [], diffStat: { files: 0, insertions: 0, deletions: 0 }, findings: [] };

type Kept = Omit<MemoryRepositories, keyof RepositoryPort>;

export function memoryRepositories(): MemoryRepositories {
  const repositories: MemoryRepositories = Object.assign(keepNothing(), {} as RepositoryPort);
  return Object.assign(repositories, readRepositories(repositories), writeRepositories(repositories));
}

function keepNothing(): Kept {
  return {
    files: new Map(),
    branches: new Map([["main", BASE_COMMIT]]),
    imported: NOTHING,
    patches: new Map(),
    unimportable: null,
    published: new Map(),
    branchProblem: null,
    isOnward: false,
    nameProblem: null,
    moveProblem: null,
    base: { name: "main", commit: BASE_COMMIT },
    looks: 0,
    refs: new Map(),
    quarantines: new Set(),
    beside: new Map(),
    merge: { kind: "current" },
    beyond: [],
    pushed: new Set(),
    keptResults: new Set(),
  };
}

type Writes =
  | "ensureQuarantine"
  | "mergeBase"
  | "importResult"
  | "takeBeside"
  | "publishBranch"
  | "keepInRepository"
  | "removeKept"
  | "discard";

function readRepositories(repositories: Kept): Omit<RepositoryPort, Writes> {
  return {
    refreshMirror: async () => undefined,
    look: (_repo, work) => work(snapshotOf(repositories)),
    findNameProblem: async (_repo, { isNew }) => (isNew ? repositories.nameProblem : repositories.moveProblem),
    listQuarantines: async () => [...repositories.quarantines.keys()],
    listResults: async () => [...repositories.keptResults],
    readFiles: async (wanted) => readFiles(repositories, wanted),
    identifyFiles: async ({ patterns }) => identifyFiles(repositories, patterns),
    findBranch: async (_repo, branch) =>
      repositories.published.get(branch) ?? repositories.branches.get(branch) ?? baseOf(repositories, branch),
    findQuarantine: async (executionId) => (repositories.pushed.has(executionId) ? quarantineOf(executionId) : null),
    findPushed: async () => repositories.imported.headCommit,
    async readDiff({ headCommit }) {
      if (repositories.imported.headCommit !== headCommit) {
        throw new CatalystError("not_found", "The commit is gone.");
      }
      return { text: "+more\n", nextOffset: null };
    },
    readPatches: async ({ paths }) => new Map([...repositories.patches].filter(([path]) => paths.includes(path))),
    readChange: async () => ({
      files: [...repositories.patches.keys()].map((path) => ({ path, lines: { insertions: 1, deletions: 1 } })),
      patch: [...repositories.patches].map(([path, patch]) => `diff --git a/${path} b/${path}\n${patch}`).join(""),
      isWhole: true,
    }),
    listBeyond: async () => repositories.beyond,
    contains: async ({ commit, ancestor }) => commit === ancestor,
    findConflict: async () => repositories.merge.kind === "conflicts",
    findBranchProblem: async () => repositories.branchProblem,
  };
}

function baseOf({ base }: Pick<Kept, "base">, branch: string): string | null {
  return branch === base.name ? base.commit : null;
}

function identifyFiles({ files }: Pick<Kept, "files">, patterns: readonly string[] | null): IdentifiedFiles {
  const meant = [...files].filter(([path]) => patterns === null || matchesPath(patterns, path));
  const unmatched = (patterns ?? []).filter((pattern) => !meant.some(([path]) => matchesPath([pattern], path)));
  return { name: JSON.stringify(meant), unmatched };
}

/** Half a character in a text stands for what isn't UTF-8. */
function readFiles(
  { files }: Pick<Kept, "files">,
  { paths, maxBytes, mustBeReadable }: { paths: string[]; maxBytes: number; mustBeReadable?: boolean },
): Map<string, string> {
  const isReadable = (text: string) => Buffer.byteLength(text) <= maxBytes && text.isWellFormed();
  const found = [...files].filter(([path]) => paths.includes(path));
  if (mustBeReadable === true && !found.every(([, text]) => isReadable(text))) {
    throw new CatalystError("invalid_configuration", "Reading a file failed: it is no text, or too long.");
  }
  return new Map(found.filter(([, text]) => isReadable(text)));
}

function snapshotOf(repositories: Kept): RepositorySnapshot {
  const { files, branches } = repositories;
  repositories.looks += 1;
  return {
    defaultBranch: { name: "main", isSaid: false },
    findBase: async (asked, head) => {
      const commit = asked === null || asked === repositories.base.name ? undefined : branches.get(asked);
      return commit === undefined || asked === null
        ? { ...repositories.base, ...(asked === null && head !== null ? head : {}) }
        : { name: asked, commit };
    },
    describe: async () => [],
    findBranch: async (branch) => branches.get(branch) ?? null,
    listBranchesAt: async (commit) => [...branches].flatMap(([branch, tip]) => (tip === commit ? [branch] : [])),
    readFiles: async (wanted) => readFiles({ files }, wanted),
    listFiles: async ({ folder }) =>
      [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)),
    listAbsentFolders: async ({ folders }) =>
      folders.filter((folder) => ![...files.keys()].some((path) => path.startsWith(`${folder}/`))),
  };
}

function writeRepositories(repositories: Kept): Pick<RepositoryPort, Writes> {
  return {
    ensureQuarantine: async ({ executionId }) => void repositories.quarantines.add(executionId),
    async mergeBase({ executionId }) {
      const { merge } = repositories;
      if (merge.kind === "merged") {
        repositories.pushed.add(executionId);
        repositories.imported = {
          ...NOTHING,
          headCommit: merge.commit,
          commits: [{ sha: merge.commit, subject: "Merge" }],
        };
      }
      return merge;
    },
    async importResult({ executionId }): Promise<ImportOutcome> {
      if (repositories.unimportable !== null) {
        return { kind: "unimportable", reason: repositories.unimportable, keptAt: quarantineOf(executionId) };
      }
      repositories.keptResults.add(executionId);
      return { kind: "imported", runByCi: [], ...repositories.imported, keptAt: resultOf(executionId) };
    },
    takeBeside: async ({ executionId }) => ({
      keptAt: resultOf(executionId),
      commits: [...repositories.beside].map(([ref, commit]) => ({ ref, commit })),
    }),
    async publishBranch({ branch, headCommit, previousCommit, signer = null }) {
      const commit = repositories.published.get(branch) ?? null;
      const isElsewhere = commit !== null && commit !== headCommit && commit !== previousCommit;
      const onward = repositories.isOnward ? { isOnward: true } : {};
      const problem = isElsewhere ? ({ kind: "elsewhere", commit, ...onward } as const) : repositories.branchProblem;
      if (problem !== null) {
        return { kind: "problem", problem };
      }
      const whole = { commit: headCommit, tree: headCommit, parents: [], message: "" };
      const signing = await signer?.sign([whole]);
      if (signing?.kind === "unsigned") {
        return { kind: "problem", problem: { kind: "refused", by: "rule", words: signing.reason } };
      }
      repositories.published.set(branch, signing?.remade[0]?.published ?? headCommit);
      return { kind: "published", ...(signing === undefined ? {} : { remade: signing.remade }) };
    },
    async keepInRepository({ ref, headCommit }) {
      repositories.refs.set(ref, headCommit);
      return true;
    },
    async removeKept({ ref, commit, isForced }) {
      const isNeeded = ![...repositories.published.values()].includes(commit);
      return isNeeded && !isForced ? false : repositories.refs.delete(ref);
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
}

function quarantineOf(executionId: string): string {
  return `quarantine/${executionId}.git`;
}

function resultOf(executionId: string): string {
  return `results/${executionId}.git`;
}
