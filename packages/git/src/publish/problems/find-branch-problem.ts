import type { BranchProblem } from "@catalyst/core";
import type { View } from "../../view/open-view.ts";
import { commitOf, type RefValue } from "../refs/read-refs.ts";
import { findCheckout } from "./checked-out.ts";

const NAMED = 5;

export interface BranchMove {
  branch: string;
  /** The target's refs by their whole names. */
  refs: ReadonlyMap<string, RefValue>;
  /** Where it has to be, unless it isn't there; null: it has to be new. */
  from: string | null;
  /** Commits that the branch may be without afterwards. */
  ownCommits: readonly string[];
  /** The commits that a branch at this commit would lose. */
  listDropped: (from: string) => Promise<string[]>;
}

/** What keeps a branch from being made or moved; null: nothing. */
export async function findBranchProblem(target: View, move: BranchMove): Promise<BranchProblem | null> {
  const ref = `refs/heads/${move.branch}`;
  const { refs } = move;
  const inTheWay = findNameConflict(refs, ref);
  if (inTheWay !== null) {
    return { kind: "name_conflict", ref: inTheWay };
  }
  const value = refs.get(ref);
  const commit = commitOf(value);
  const path = await findCheckout(target, move.branch);
  if (path !== null) {
    const isForward = commit !== null && (await move.listDropped(commit).catch(() => [commit])).length === 0;
    return { kind: "checked_out", path, isForward };
  }
  if (value?.kind === "symbolic" || (commit !== null && commit !== move.from)) {
    return { kind: "elsewhere", commit };
  }
  const own = new Set(move.ownCommits);
  const dropped = commit === null ? [] : await move.listDropped(commit);
  const others = dropped.filter((one) => !own.has(one)).slice(0, NAMED);
  return others.length === 0 ? null : { kind: "drops_commits", commits: others };
}

/** The ref that stands in the way of another: a ref is a file, so `a` and `a/b` can't both be. Null: none does. */
export function findNameConflict(refs: ReadonlyMap<string, RefValue>, ref: string): string | null {
  const parts = ref.split("/");
  const above = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join("/"));
  return above.find((name) => refs.has(name)) ?? [...refs.keys()].find((name) => name.startsWith(`${ref}/`)) ?? null;
}
