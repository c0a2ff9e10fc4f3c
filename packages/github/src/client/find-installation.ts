import { z } from "zod";
import { GitHubFault } from "../faults/github-fault.ts";
import type { GitHubApp } from "./open-app.ts";

const Installation = z.object({ id: z.int() });

/** The App's installation at a repository; of a person their repository stands for it. null: there is none, or it may not be seen. Throws `GitHubFault`. */
export async function findInstallation(
  { asker, id, person }: GitHubApp,
  { owner, name }: { owner: string; name: string },
): Promise<number | null> {
  if (person !== null) {
    return `${person.owner}/${person.name}`.toLowerCase() === `${owner}/${name}`.toLowerCase() ? id : null;
  }
  try {
    return (await asker.ask("GET /repos/{owner}/{repo}/installation", { owner, repo: name }, Installation)).id;
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "not_found") {
      return null;
    }
    throw error;
  }
}
