import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import type { GitHubApp } from "./open-app.ts";

const Installation = z.object({ id: z.int() });

/** The App's installation at a repository; null: there is none, or it may not be seen. Throws `GitHubFault`. */
export async function findInstallation(
  { asker }: GitHubApp,
  { owner, name }: { owner: string; name: string },
): Promise<number | null> {
  try {
    return (await asker.ask("GET /repos/{owner}/{repo}/installation", { owner, repo: name }, Installation)).id;
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "not_found") {
      return null;
    }
    throw error;
  }
}
