import type { Repository } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { inProject } from "../api/in-project.ts";
import type { CliContext } from "../cli-context.ts";
import { nameRepository } from "./name-repository.ts";

/** As a person names it. */
export interface Meant {
  repo: string;
  project?: string | undefined;
}

/** The repository that a person means, known from then on. Throws for what isn't a usable repository. */
export async function registerRepository(
  { repo, project }: Meant,
  { output, currentFolder }: Pick<CliContext, "output" | "currentFolder">,
  client: ApiClient,
): Promise<Repository> {
  output.status("looking at the repository …");
  const repository = nameRepository(repo, currentFolder);
  return client
    .call("registerRepository", { body: { repository, ...inProject(project) } })
    .finally(() => output.status(null));
}
