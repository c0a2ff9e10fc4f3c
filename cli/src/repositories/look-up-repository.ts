import type { Repository } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { inProject } from "../api/in-project.ts";
import type { CliContext } from "../cli-context.ts";
import { nameRepository } from "./name-repository.ts";
import { type Meant, registerRepository } from "./register-repository.ts";

const PAGE = 200;

/**
 * The repository that a person means, to look at what there is of it: one that is known by this address isn't registered, which
 * whoever may only look may not do. Throws as `registerRepository` does.
 */
export async function lookUpRepository(
  meant: Meant,
  context: Pick<CliContext, "output" | "currentFolder">,
  client: ApiClient,
): Promise<Pick<Repository, "id">> {
  const named = nameRepository(meant.repo, context.currentFolder);
  // Of a folder only git knows which repository it is in.
  const known = named.kind === "folder" ? null : await findKnown(named.url, meant.project, client);
  return known ?? registerRepository(meant, context, client);
}

async function findKnown(url: string, project: string | undefined, client: ApiClient): Promise<Repository | null> {
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: PAGE, ...inProject(project), ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call("listRepositories", { query });
    const found = page.data.find((repository) => repository.url === url);
    if (found !== undefined) {
      return found;
    }
    cursor = page.nextCursor;
  }
  return null;
}
