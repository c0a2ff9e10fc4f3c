import { copyFile, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CatalystError, type QuarantineInput, type Repo } from "@catalyst/core";
import { ensureBare } from "../ensure-bare.ts";
import { findCommit } from "../find-commit.ts";
import { FRUGAL } from "../limits/frugal-settings.ts";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { fetchFromRepository } from "../mirror/fetch-from-repository.ts";
import { newestGeneration } from "../mirror/generations.ts";
import { mirrorPath, quarantinePath, resultPath } from "../paths.ts";
import type { Reach } from "../remote/reach.ts";
import { runGit } from "../run-git.ts";
import { carrySearch } from "../secret-search/search-record.ts";

const BASE_REF = "refs/catalyst/base";
const OTHER_REFS = "refs/catalyst/other";
/** What the other side's git says of a commit that isn't there. */
const MISSING_COMMIT = /not our ref|couldn't find remote ref|unadvertised object/;

/**
 * The place that one execution may push its branch into. It borrows the mirror's objects, so that a push carries only
 * what is new. Which refs it accepts is decided where pushes come in, in serve-git.ts.
 */
export async function ensureQuarantine(input: QuarantineInput, reach: Reach): Promise<void> {
  const path = quarantinePath(reach.home, input.executionId);
  await ensureBare(path);
  await borrow(path, await newestGeneration(mirrorPath(reach.home, input.repo.id)));
  const others = [...new Set(input.otherCommits)].map((commit) => ({ ref: `${OTHER_REFS}/${commit}`, commit }));
  const refs = [{ ref: BASE_REF, commit: input.startCommit }, ...others];
  const there = await listThere(path, [...new Set(refs.map(({ commit }) => commit))]);
  const updates = refs.filter(({ commit }) => there.has(commit)).map(({ ref, commit }) => `update ${ref} ${commit}\n`);
  if (updates.length > 0) {
    await runGit({ args: ["update-ref", "--stdin"], repositoryPath: path, input: updates.join("") });
  }
  for (const missing of refs.filter(({ commit }) => !there.has(commit))) {
    await bringCommit(path, { ...missing, input, reach });
  }
}

/** Those of the commits that the repository has. */
async function listThere(path: string, commits: string[]): Promise<Set<string>> {
  const found = await Promise.all(commits.map((commit) => findCommit(path, commit)));
  return new Set(commits.filter((_, index) => found[index] !== null));
}

/** From the generation that was the newest when it was made: what was pushed since may need its objects. */
async function borrow(path: string, generation: string): Promise<void> {
  const alternates = join(path, "objects", "info", "alternates");
  if (await exists(alternates)) {
    return;
  }
  await mkdir(dirname(alternates), { recursive: true });
  if (await exists(join(generation, "shallow"))) {
    await copyFile(join(generation, "shallow"), join(path, "shallow"));
  }
  await writeFile(alternates, `${join(generation, "objects")}\n`);
}

interface Wanted {
  ref: string;
  commit: string;
  input: QuarantineInput;
  reach: Reach;
}

/** What the mirror doesn't have is taken from the kept result of an earlier execution, else from the repository itself. */
async function bringCommit(path: string, { ref, commit, input, reach }: Wanted): Promise<void> {
  const kept = input.keptBy === null ? null : resultPath(reach.home, input.keptBy);
  const refspecs = [`+${commit}:${ref}`];
  if (kept !== null && (await exists(kept)) && (await findCommit(kept, commit)) !== null) {
    const args = ["fetch", "--quiet", "--update-shallow", "--no-tags", "--no-write-fetch-head", "--", kept];
    await runGit({ args: [...FRUGAL, ...args, ...refspecs], repositoryPath: path, limits: PUSHED_LIMITS });
    await carrySearch(commit, { from: kept, to: path });
    return;
  }
  await fetchFromRepository(input.repo, reach, { into: path, refspecs }).catch((error: unknown) => {
    throw explain(error, { commit, repo: input.repo });
  });
}

function explain(error: unknown, { commit, repo }: { commit: string; repo: Repo }): unknown {
  if (!(error instanceof CatalystError && MISSING_COMMIT.test(error.message))) {
    return error;
  }
  return new CatalystError(
    "not_found",
    `Starting from ${commit.slice(0, 12)} failed: ${repo.url} doesn't have this commit any more.`,
    { cause: error, way: { kind: "start_task" } },
  );
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
