import { join } from "node:path";
import type { BranchProblem } from "@catalyst/core";
import { runGit } from "../run-git.ts";
import { findCheckout } from "./checked-out.ts";
import type { Target } from "./locate-target.ts";
import { commitOf, type RefValue, readRefs } from "./read-refs.ts";

const MAX_DROPPED = 10_000;
const NAMED = 5;

export interface BranchMove {
  branch: string;
  /** Where it has to be, unless it isn't there; null: it has to be new. */
  from: string | null;
  to: string;
  /** Commits that the branch may be without afterwards. */
  ownCommits: readonly string[];
  /** A repository of ours that has the commit that the branch is to be at. */
  source: string;
}

/** What keeps a branch from being made or moved; null: nothing. */
export async function findBranchProblem(target: Target, move: BranchMove): Promise<BranchProblem | null> {
  const ref = `refs/heads/${move.branch}`;
  const refs = await readRefs(target);
  const inTheWay = findNameConflict(refs, ref);
  if (inTheWay !== null) {
    return { kind: "name_conflict", ref: inTheWay };
  }
  const value = refs.get(ref);
  const commit = commitOf(value);
  const path = await findCheckout(target, move.branch);
  if (path !== null) {
    const isForward = commit !== null && (await listDropped(target, { ...move, from: commit })).length === 0;
    return { kind: "checked_out", path, isForward };
  }
  if (value?.kind === "symbolic" || (commit !== null && commit !== move.from)) {
    return { kind: "elsewhere", commit };
  }
  const own = new Set(move.ownCommits);
  const commits = commit === null ? [] : await listDropped(target, { ...move, from: commit });
  const others = commits.filter((one) => !own.has(one)).slice(0, NAMED);
  return others.length === 0 ? null : { kind: "drops_commits", commits: others };
}

/** The ref that stands in the way of another: a ref is a file, so `a` and `a/b` can't both be. Null: none does. */
export function findNameConflict(refs: ReadonlyMap<string, RefValue>, ref: string): string | null {
  const parts = ref.split("/");
  const above = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join("/"));
  return above.find((name) => refs.has(name)) ?? [...refs.keys()].find((name) => name.startsWith(`${ref}/`)) ?? null;
}

/** The commits that the branch has and would be without. */
export async function listDropped(
  target: Target,
  { from, to, source }: { from: string; to: string; source: string },
): Promise<string[]> {
  const output = await runGit({
    args: ["rev-list", `--max-count=${MAX_DROPPED}`, from, "--not", to, "--"],
    repositoryPath: source,
    env: { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(target.commonDir, "objects") },
  });
  return output.split("\n").filter(Boolean);
}
