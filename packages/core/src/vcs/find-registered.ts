import { CatalystError } from "../catalyst-error.ts";
import type { Repo } from "./repo.ts";
import type { RepoStore } from "./repo-store.ts";

/** As many are told where none is meant, or more than one. */
const MAX_TOLD = 10;

export interface FindRegisteredInput {
  projectId: string;
  /** Its id, its name, its address (of a folder: its path), or the last parts of that. */
  name: string;
  /** For the error: `Asking for a task`. */
  attempt: string;
}

export interface FindRegisteredDeps {
  repos: Pick<RepoStore, "findNamed" | "list">;
}

/** The repository of a project that is called so. Throws `not_found`, or `invalid_input` where several are, and tells what there is. */
export async function findRegistered(
  { projectId, name, attempt }: FindRegisteredInput,
  { repos }: FindRegisteredDeps,
): Promise<Repo> {
  const found = await repos.findNamed({ projectId, name, limit: MAX_TOLD });
  const meant = found.find(({ id, url }) => id === name || url === name) ?? (found.length === 1 ? found[0] : undefined);
  if (meant !== undefined) {
    return meant;
  }
  const said = `"${name.slice(0, 200)}"`;
  const way = { kind: "name_repository", how: "registered" } as const;
  if (found.length > 1) {
    throw new CatalystError(
      "invalid_input",
      `${attempt} failed: more than one repository is called ${said}. Give the whole address.${tell(found)}`,
      { way },
    );
  }
  const there = await repos.list({ projects: [projectId], afterUrl: null, limit: MAX_TOLD });
  throw new CatalystError(
    "not_found",
    `${attempt} failed: no repository of the project is called ${said}.${there.length === 0 ? "" : ` It has:${tell(there)}`}`,
    { way },
  );
}

function tell(repos: Repo[]): string {
  return repos.map(({ url }) => `\n  ${url}`).join("");
}
