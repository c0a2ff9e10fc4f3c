import type { BranchProblem, CommitSigner, RemadeCommit } from "@catalyst/core";
import type { ObjectReader } from "../../../objects/object-reader.ts";
import { resultPath } from "../../../paths.ts";
import { runRemote } from "../../../remote/run-remote.ts";
import type { Push } from "../push-commit.ts";
import { pairCommits } from "./pair-commits.ts";

export const FETCH = [
  "fetch",
  "--quiet",
  "--no-tags",
  "--no-auto-gc",
  "--no-write-fetch-head",
  "--no-recurse-submodules",
];

export interface SignedPush extends Push {
  signer: CommitSigner;
}

/** Reads what was made as git has it: which commit stands for which. null: it isn't the same, or not all of it was made. */
export async function fetchRemade(
  { remote, reach, input }: SignedPush,
  reader: Pick<ObjectReader, "commit">,
  remade: readonly RemadeCommit[],
): Promise<RemadeCommit[] | null> {
  const head = remade.find(({ checked }) => checked === input.headCommit)?.published;
  if (head === undefined) {
    return null;
  }
  const repositoryPath = resultPath(reach.home, input.executionId);
  const refspec = `+${head}:${refOf(input.executionId, "signed")}`;
  await runRemote(remote, { args: [...FETCH, "--", remote.url, refspec], repositoryPath });
  const pairs = await pairCommits(reader, { checked: input.headCommit, published: head });
  const signed = new Set(remade.map(({ published }) => published));
  return pairs?.every(({ published }) => signed.has(published)) === true ? pairs : null;
}

/** A ref of ours for the time of a push. */
export function refOf(executionId: string, what: "unsigned" | "signed" | "found"): string {
  return `refs/catalyst/${what}/${executionId}`;
}

/** Nothing is put on a branch that nobody answers for. */
export function unsigned(reason: string): { kind: "problem"; problem: BranchProblem } {
  const words = `its commits must be verified, and there are none that GitHub says that of: ${reason}`;
  return { kind: "problem", problem: { kind: "refused", by: "rule", words } };
}
