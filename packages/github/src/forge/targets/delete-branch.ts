import type { BranchWish, ForgeOutcome } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

const Ref = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });
/** Of a deletion nothing is answered. */
const Nothing = z.unknown();
/** That there is no such branch is told as the one or the other. */
const GONE: readonly (number | null)[] = [404, 409, 422];

/** Deletes a branch that is where it is said to be. Throws `GitHubFault`. */
export async function deleteBranch(
  { asker, writer, repository }: TokenStep,
  { branch, commit }: BranchWish,
): Promise<ForgeOutcome<object>> {
  const ref = `heads/${branch}`;
  const at = { owner: repository.owner, repo: repository.name, ref };
  try {
    await writer.write({ urgency: "progress" }, async () => {
      const found = await asker.ask("GET /repos/{owner}/{repo}/git/ref/{ref}", at, Ref);
      if (found.ref === `refs/${ref}` && found.object.sha === commit) {
        await asker.ask("DELETE /repos/{owner}/{repo}/git/refs/{ref}", at, Nothing);
      }
    });
  } catch (error) {
    if (!(error instanceof GitHubFault) || !GONE.includes(error.status)) {
      throw error;
    }
  }
  return { kind: "made" };
}
