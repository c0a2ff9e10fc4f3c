import type { MadeBranch, RemadeCommit } from "@catalyst/core";
import { refreshMirror } from "../../../mirror/refresh-mirror.ts";
import { createObjectReader, type ObjectReader } from "../../../objects/object-reader.ts";
import { mirrorPath, resultPath } from "../../../paths.ts";
import { runRemote } from "../../../remote/run-remote.ts";
import { askGit } from "../../../run-git.ts";
import { pushCommit } from "../push-commit.ts";
import { commitDirectly } from "./commit-directly.ts";
import { FETCH, fetchRemade, refOf, type SignedPush, unsigned } from "./fetch-remade.ts";
import type { Begun } from "./find-begun.ts";
import { listUnsigned } from "./list-unsigned.ts";
import { pairCommits } from "./pair-commits.ts";

/** Each is a request, a second apart. */
const MAX_COMMITS = 250;
const MAX_LOOKED_AT = 500;

/**
 * Makes the branch of commits that the repository itself makes anew and signs: what was checked is brought there under a ref of
 * ours, where no rule for branches counts and nobody runs it, each new commit is made anew with its tree, and the branch is put to
 * the last of them as any other is. What was made is read as git has it before that. null: nothing is new.
 */
export async function pushSigned(push: SignedPush): Promise<MadeBranch | null> {
  const { reach, input, signer } = push;
  await refreshMirror(input.repo, reach);
  const repositoryPath = resultPath(reach.home, input.executionId);
  const reader = createObjectReader({ repositoryPath });
  try {
    const place = { repositoryPath, mirror: mirrorPath(reach.home, input.repo.id), reader };
    const commits = await listUnsigned(place, input.headCommit);
    if (commits.length === 0) {
      return null;
    }
    if (commits.length > MAX_COMMITS) {
      return unsigned(`there are ${commits.length} of them, and ${MAX_COMMITS} at most are made`);
    }
    return await withUploaded(push, async () => {
      const signing = await signer.sign(commits);
      return signing.kind === "signed"
        ? putInPlace(push, reader, signing.remade)
        : commitDirectly(push, { commits, done: [], reader, reason: signing.reason });
    });
  } finally {
    reader.close();
  }
}

/** Goes on with what a push that was broken off has begun on the branch. */
export async function goOnSigned(push: SignedPush, begun: Begun): Promise<MadeBranch> {
  const { reach, input } = push;
  const reader = createObjectReader({ repositoryPath: resultPath(reach.home, input.executionId) });
  try {
    const made = await commitDirectly(push, { ...begun, reader, reason: "they can't be written by GitHub itself" });
    await dropUploaded(push);
    return made;
  } finally {
    reader.close();
  }
}

/** What the branch has of the commit already, made anew before; null: it hasn't. */
export async function findSigned(
  { remote, reach, input, signer }: SignedPush,
  at: string,
): Promise<RemadeCommit[] | null> {
  const repositoryPath = resultPath(reach.home, input.executionId);
  await runRemote(remote, {
    args: [...FETCH, "--", remote.url, `+${at}:${refOf(input.executionId, "found")}`],
    repositoryPath,
  });
  const args = ["rev-list", `--max-count=${MAX_LOOKED_AT}`, at, "--not", input.baseCommit, "--"];
  const { ok, output } = await askGit({ args, repositoryPath });
  const reader = createObjectReader({ repositoryPath });
  try {
    for (const commit of ok ? output.split("\n").filter(Boolean) : []) {
      const pairs = await pairCommits(reader, { checked: input.headCommit, published: commit });
      if (pairs !== null && (await signer.findUnverified(pairs.map(({ published }) => published))) === null) {
        return pairs;
      }
    }
    return null;
  } finally {
    reader.close();
  }
}

/** Objects have to be there before anything is made of them. */
async function withUploaded(push: SignedPush, work: () => Promise<MadeBranch>): Promise<MadeBranch> {
  const { input } = push;
  const ref = refOf(input.executionId, "unsigned");
  const problem = await pushCommit(push, { commit: input.headCommit, ref, isForced: true });
  if (problem !== null) {
    return { kind: "problem", problem };
  }
  // It stays where that is broken off: whoever does it again knows by it whose a branch is that was begun.
  const made = await work();
  await dropUploaded(push);
  return made;
}

/** What stays is on no branch, and is put over when this is done again. */
async function dropUploaded(push: SignedPush): Promise<void> {
  const ref = refOf(push.input.executionId, "unsigned");
  await pushCommit(push, { commit: null, ref, isForced: true }).catch(() => null);
}

async function putInPlace(push: SignedPush, reader: ObjectReader, remade: RemadeCommit[]): Promise<MadeBranch> {
  const { input, from } = push;
  const pairs = await fetchRemade(push, reader, remade);
  const head = pairs?.find(({ checked }) => checked === input.headCommit)?.published;
  if (pairs === null || head === undefined) {
    return unsigned("what was made in their place isn't the same");
  }
  const problem = await pushCommit(push, { commit: head, ref: `refs/heads/${input.branch}`, from });
  return problem === null ? { kind: "published", remade: pairs } : { kind: "problem", problem };
}
