import { GitHubFault } from "../faults/github-fault.ts";

/** `refused`: what we ask with a right that nobody gave us. */
const ABSENT: readonly string[] = ["not_found", "gone", "moved", "forbidden", "refused"];

/** null: it isn't there, or not for us. */
export async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof GitHubFault && ABSENT.includes(error.problem.kind)) {
      return null;
    }
    throw error;
  }
}
