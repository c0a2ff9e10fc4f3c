import type { ForgeOutcome, LabelWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

const LABEL = "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";

/** Takes the label off. One that isn't there needs nothing. Throws `GitHubFault`. */
export async function removeLabel(
  { asker, writer, repository }: TokenStep,
  { number, label: name }: LabelWish,
): Promise<ForgeOutcome<object>> {
  const wish = { owner: repository.owner, repo: repository.name, issue_number: number, name };
  try {
    // People wait for what is said of it, and not for this.
    await writer.write({ urgency: "progress" }, () => asker.ask(`DELETE ${LABEL}`, wish, z.array(z.unknown())));
  } catch (error) {
    if (!(error instanceof GitHubFault) || error.problem.kind !== "not_found") {
      throw error;
    }
  }
  return { kind: "made" };
}
