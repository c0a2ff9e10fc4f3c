import type { BranchCommits, DirectCommit, DirectSigning, RemadeCommit } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";
import { RestCommit } from "./remake-commits.ts";
import { readVerification } from "./verification.ts";

const COMMIT =
  "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid tree { oid } signature { isValid state } } } }";

const Id = z.string().regex(/^[0-9a-f]{40,64}$/);
const Signature = z.object({ isValid: z.boolean(), state: z.string().max(100) }).nullable();
const Committed = z.object({
  createCommitOnBranch: z.object({
    commit: z.object({ oid: Id, tree: z.object({ oid: Id }), signature: Signature }),
  }),
});
const Ref = z.object({ object: z.object({ sha: Id }) });

/** What GitHub made. `reason`: why it doesn't take it for verified; null: it does. */
interface Made {
  id: string;
  tree: string;
  reason: string | null;
}

/**
 * Has GitHub write commits onto a branch, each onto where the one before it put that. It signs them: its answer alone says that they are
 * verified. Stops at the first that isn't, or can't be made. Throws `GitHubFault` for what passes by itself: what is written by then stays, and
 * is known by its trees.
 */
export async function commitOnBranch(
  step: TokenStep,
  { branch, from, commits }: BranchCommits,
): Promise<DirectSigning> {
  const remade: RemadeCommit[] = [];
  let at = from;
  try {
    for (const commit of commits) {
      const made = await commitOn(step, { branch, at, commit });
      at = made.id;
      const reason = made.tree === commit.tree ? made.reason : "it made another commit than it was asked for";
      if (reason !== null) {
        return { kind: "unsigned", reason, at };
      }
      remade.push({ checked: commit.commit, published: made.id });
    }
    return { kind: "signed", remade };
  } catch (error) {
    if (error instanceof GitHubFault && !isPassing(error)) {
      return { kind: "unsigned", reason: `GitHub: ${error.problem.kind.replaceAll("_", " ")}`, at };
    }
    throw error;
  }
}

function isPassing({ problem: { kind } }: GitHubFault): boolean {
  return kind === "outage" || kind === "rate_limited";
}

interface Wish {
  branch: string;
  at: string;
  commit: DirectCommit;
}

async function commitOn(step: TokenStep, { branch, at, commit }: Wish): Promise<Made> {
  const { asker, writer, repository } = step;
  const { headline, body, additions, deletions } = commit;
  const input = {
    branch: { repositoryNameWithOwner: `${repository.owner}/${repository.name}`, branchName: branch },
    expectedHeadOid: at,
    message: { headline, body },
    fileChanges: { additions, deletions: deletions.map((path) => ({ path })) },
  };
  try {
    const answer = await writer.write({ urgency: "final" }, () => asker.query(COMMIT, { input }, Committed));
    const { oid: id, tree, signature } = answer.createCommitOnBranch.commit;
    return { id, tree: tree.oid, reason: readSignature(signature) };
  } catch (error) {
    const made = error instanceof GitHubFault && isUnknown(error) ? await findMade(step, { branch, at }) : null;
    if (made === null) {
      throw error;
    }
    return made;
  }
}

/** Whether it may have been done all the same. */
function isUnknown({ status }: GitHubFault): boolean {
  return status === null || status >= 500;
}

/** What the branch has got since, where that is one commit; null: nothing. Throws `GitHubFault`. */
async function findMade(
  { asker, repository }: TokenStep,
  { branch, at }: Pick<Wish, "branch" | "at">,
): Promise<Made | null> {
  const where = { owner: repository.owner, repo: repository.name };
  const found = await asker.ask("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...where, ref: `heads/${branch}` }, Ref);
  const wish = { ...where, commit_sha: found.object.sha };
  const commit = await asker.ask("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", wish, RestCommit);
  const isNext = commit.parents.map(({ sha }) => sha).join() === at;
  return isNext ? { id: commit.sha, tree: commit.tree.sha, reason: readVerification(commit) } : null;
}

function readSignature(signature: z.infer<typeof Signature>): string | null {
  return signature?.isValid === true
    ? null
    : (signature?.state ?? "unsigned").toLowerCase().replace(/[^a-z0-9]+/g, " ");
}
