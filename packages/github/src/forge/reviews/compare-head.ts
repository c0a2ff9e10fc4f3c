import type { MovedHead } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

const Pull = z.object({ head: z.object({ sha: z.string() }) });
const Comparison = z.object({ status: z.string(), ahead_by: z.int().nonnegative() });

/** Where a pull request is, seen from a commit that it had. Throws `GitHubFault`. */
export async function compareHead(
  { asker, repository }: TokenStep,
  { number, commit }: { number: number; commit: string },
): Promise<MovedHead> {
  const at = { owner: repository.owner, repo: repository.name };
  const { head } = await asker.ask(
    "GET /repos/{owner}/{repo}/pulls/{pull_number}",
    { ...at, pull_number: number },
    Pull,
  );
  if (head.sha === commit) {
    return { head: head.sha, ahead: 0 };
  }
  try {
    const range = { ...at, basehead: `${commit}...${head.sha}` };
    const compared = await asker.ask("GET /repos/{owner}/{repo}/compare/{basehead}", range, Comparison);
    return { head: head.sha, ahead: compared.status === "ahead" ? compared.ahead_by : null };
  } catch (error) {
    // Nothing leads to a commit that nobody has any more.
    if (error instanceof GitHubFault && error.problem.kind === "not_found") {
      return { head: head.sha, ahead: null };
    }
    throw error;
  }
}
