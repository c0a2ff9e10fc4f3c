import { CatalystError, describeForgeProblem, type Repo } from "@catalyst/core";
import { GitHubFault } from "@catalyst/github";

/** Does something at GitHub. Throws `unavailable` with what is wrong there, and `ForgeAway` for what passes by itself. */
export async function explainFault<Result>({ url }: Repo, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const why = describeForgeProblem(error.problem);
    throw new CatalystError("unavailable", `Asking GitHub for ${url} failed: ${why}.`, { cause: error });
  }
}
