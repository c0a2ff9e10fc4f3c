import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportInput, ImportOutcome, Repo } from "@catalyst/core";
import { execa } from "execa";
import { gitRepositories } from "../git-repositories.ts";
import { answerOrder } from "../import/answer-order.ts";
import { makeImportOrder, outcomeOf } from "../import/import-result.ts";
import { quarantinePath } from "../paths.ts";
import { DEFAULT_RESULT_POLICY } from "../policy/default-policy.ts";
import { writeSearch } from "../secret-search/search-record.ts";

const GIT_ENV = {
  PATH: "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_AUTHOR_NAME: "Agent",
  GIT_AUTHOR_EMAIL: "agent@localhost",
  GIT_COMMITTER_NAME: "Agent",
  GIT_COMMITTER_EMAIL: "agent@localhost",
};

/** A repository, an execution on it, and its clone. */
export interface PushedWork {
  home: string;
  source: string;
  clone: string;
  repo: Repo;
  executionId: string;
  base: string;
  /** A shell in the clone, as the agent has one. Returns what it printed. */
  sh(script: string): Promise<string>;
  /** Pushes the clone's HEAD into the quarantine, and notes what a search for secrets found in it. */
  push(secretObjects?: string[]): Promise<void>;
  /** Pushes, and brings it in, in this process. */
  import(input?: Partial<ImportInput> & { secretObjects?: string[] }): Promise<ImportOutcome>;
  /** The same as the product does it. */
  importApart(): Promise<ImportOutcome>;
  remove(): Promise<void>;
}

export const BRANCH = "catalyst/0a1b2c3d-fix";

/** `prepare` runs in the repository before its last commit; of a shallow one, what it commits is out of reach. */
export async function startWork(prepare = "echo one > a.txt", { isShallow = false } = {}): Promise<PushedWork> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-import-"));
  const [home, source, clone] = ["home", "source", "clone"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const shell = async (cwd: string, script: string) =>
    (await execa("/bin/bash", ["--norc", "-euc", script], { cwd, env: GIT_ENV, extendEnv: false })).stdout;
  await shell(folder, `git init -q -b main source; cd source; ${prepare}\n git add -A; git commit -qm Begin`);
  if (isShallow) {
    await shell(source, "git commit -q --allow-empty -m Begin; git rev-parse HEAD > .git/shallow");
  }
  const base = await shell(source, "git rev-parse HEAD");
  const repositories = gitRepositories({ home, privateHosts: [] });
  const executionId = randomUUID();
  const repo = describeRepo(source);
  await repositories.refreshMirror(repo);
  await repositories.ensureQuarantine({ executionId, repo, startCommit: base, otherCommits: [], keptBy: null });
  await shell(folder, "git clone -q source clone");
  const work = { home, source, clone, repo, executionId, base };
  const push = async (secretObjects: string[] = []) => {
    const quarantine = quarantinePath(home, executionId);
    await shell(clone, `git push -q --force ${quarantine} HEAD:refs/heads/${BRANCH}`);
    await writeSearch(quarantine, await shell(clone, "git rev-parse HEAD"), secretObjects);
  };
  return {
    ...work,
    sh: (script) => shell(clone, script),
    push,
    async import({ secretObjects = [], ...input } = {}) {
      await push(secretObjects);
      const order = makeImportOrder(home, { ...describeImport(work), ...input });
      return outcomeOf(home, order, await answerOrder(order));
    },
    async importApart() {
      await push();
      return repositories.importResult(describeImport(work));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function describeRepo(url: string): Repo {
  const id = randomUUID();
  return { id, projectId: id, vcs: "local", url, name: "shop", defaultBranch: "main", createdAt: new Date() };
}

export function describeImport({
  executionId,
  repo,
  base,
}: Pick<PushedWork, "executionId" | "repo" | "base">): ImportInput {
  return {
    executionId,
    repo,
    baseBranch: "main",
    baseCommit: base,
    startCommit: base,
    checkedFrom: base,
    branch: BRANCH,
    author: { name: "Catalyst (script)", email: "catalyst@localhost" },
    committer: { name: "Catalyst", email: "catalyst@localhost" },
    trailers: null,
    policy: DEFAULT_RESULT_POLICY,
    seconds: null,
    signal: null,
  };
}
