import type { MadeBranch } from "@catalyst/core";
import type { ObjectReader } from "../../../objects/object-reader.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import { pushCommit } from "../push-commit.ts";
import { fetchRemade, type SignedPush, unsigned } from "./fetch-remade.ts";
import type { Begun } from "./find-begun.ts";
import { readFileChanges } from "./read-file-changes.ts";

interface Unsigned extends Begun {
  reader: ObjectReader;
  /** Why they aren't verified when they are made anew as they are. */
  reason: string;
}

/**
 * Has the repository itself write commits onto the branch, where all that they do is to change plain files: it signs these for whoever may do
 * nothing else. The branch is where it was again unless each is verified and has the tree that was checked.
 */
export async function commitDirectly(
  push: SignedPush,
  { commits, done, reader, reason }: Unsigned,
): Promise<MadeBranch> {
  const { reach, input, signer, from } = push;
  const place = {
    repositoryPath: resultPath(reach.home, input.executionId),
    mirror: mirrorPath(reach.home, input.repo.id),
  };
  const direct = signer.commit === undefined ? null : await readFileChanges({ ...place, reader }, commits);
  const parent = done.at(-1)?.published ?? commits[0]?.parents[0];
  if (signer.commit === undefined || direct === null || parent === undefined || (from !== null && from !== parent)) {
    return unsigned(reason);
  }
  const ref = `refs/heads/${input.branch}`;
  const problem = from === null ? await pushCommit(push, { commit: parent, ref }) : null;
  if (problem !== null) {
    return { kind: "problem", problem };
  }
  const signing = await signer.commit({ branch: input.branch, from: parent, commits: direct.slice(done.length) });
  const at = signing.kind === "signed" ? signing.remade.at(-1)?.published : signing.at;
  const pairs = signing.kind === "signed" ? await fetchRemade(push, reader, [...done, ...signing.remade]) : null;
  if (pairs !== null) {
    return { kind: "published", remade: pairs };
  }
  await takeBack(push, { ref, at: at ?? parent });
  return unsigned(signing.kind === "signed" ? "what was made in their place isn't the same" : signing.reason);
}

/** Nothing of it stays on the branch; one that others pushed to meanwhile is theirs. */
async function takeBack(push: SignedPush, { ref, at }: { ref: string; at: string }): Promise<void> {
  const { previousCommit } = push.input;
  if (at !== previousCommit) {
    await pushCommit(push, { commit: previousCommit, ref, from: at });
  }
}
