import type { RemadeCommit, UnsignedCommit } from "@catalyst/core";
import { refreshMirror } from "../../../mirror/refresh-mirror.ts";
import { createObjectReader, type ObjectReader } from "../../../objects/object-reader.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import { runRemote } from "../../../remote/run-remote.ts";
import { FETCH, refOf, type SignedPush } from "./fetch-remade.ts";
import { listUnsigned } from "./list-unsigned.ts";
import { pairCommits } from "./pair-commits.ts";

/** How far commits are written that the repository itself writes onto the branch, one after the other. */
export interface Begun {
  /** All that are to be there, parents before their children. */
  commits: readonly UnsignedCommit[];
  /** Those that are there. */
  done: readonly RemadeCommit[];
}

/**
 * What a push that was broken off has left on the branch, which is at that commit: the first of what is to be published, made anew and
 * verified, or the place that they go onto. null: it isn't that.
 */
export async function findBegun(push: SignedPush, at: string): Promise<Begun | null> {
  const { remote, reach, input } = push;
  await refreshMirror(input.repo, reach);
  const repositoryPath = resultPath(reach.home, input.executionId);
  const found = `+${at}:${refOf(input.executionId, "found")}`;
  await runRemote(remote, { args: [...FETCH, "--", remote.url, found], repositoryPath });
  const reader = createObjectReader({ repositoryPath });
  try {
    const place = { repositoryPath, mirror: mirrorPath(reach.home, input.repo.id), reader };
    const commits = await listUnsigned(place, input.headCommit);
    const done = (await findDone(push, { commits, reader, at })) ?? ((await isPlace(push, commits, at)) ? [] : null);
    return done === null ? null : { commits, done };
  } finally {
    reader.close();
  }
}

async function findDone(
  { signer }: SignedPush,
  { commits, reader, at }: { commits: readonly UnsignedCommit[]; reader: ObjectReader; at: string },
): Promise<RemadeCommit[] | null> {
  for (const { commit } of commits.toReversed()) {
    const pairs = await pairCommits(reader, { checked: commit, published: at });
    if (pairs !== null && pairs.length > 0) {
      const isVerified = (await signer.findUnverified(pairs.map(({ published }) => published))) === null;
      return isVerified ? pairs : null;
    }
  }
  return null;
}

/** Whether the branch was made by us for what is to go onto it: the ref that a push has for its time is there still. */
async function isPlace(
  { remote, input }: SignedPush,
  [first]: readonly UnsignedCommit[],
  at: string,
): Promise<boolean> {
  if (first?.parents.join() !== at) {
    return false;
  }
  const args = ["ls-remote", "--", remote.url, refOf(input.executionId, "unsigned")];
  const listed = await runRemote(remote, { args, repositoryPath: null });
  return listed.startsWith(`${input.headCommit}\t`);
}
