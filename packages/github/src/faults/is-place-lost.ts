import { GitHubFault } from "./github-fault.ts";

/** Whether no token could be had for a place: nothing was done there, and the repository may be elsewhere by now. */
export function isPlaceLost(error: unknown): boolean {
  return (
    error instanceof GitHubFault &&
    error.status === null &&
    (error.problem.kind === "uninstalled" || error.problem.kind === "not_found")
  );
}
