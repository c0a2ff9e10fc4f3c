import type { AccountStore } from "../../account/account-store.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { Signal } from "../signal/signal.ts";

export interface FindRepositoryDeps {
  accounts: Pick<AccountStore, "findForgePerson" | "ensureProject">;
  repos: Pick<RepoStore, "listOfForge" | "ensure" | "linkForge">;
}

/** In whose project something that happened is decided. */
interface HeardPlace {
  projectId: string;
  /** null: nobody has worked on it yet. */
  repo: Repo | null;
}

type Where = Pick<Signal, "repository" | "actor">;

/** The project of the repository that something happened in, else the acting person's own; null: who acted there is nobody here. */
export async function findPlace(
  { repository, actor }: Where,
  { host }: { host: string },
  { accounts, repos }: FindRepositoryDeps,
): Promise<HeardPlace | null> {
  const [known] = await repos.listOfForge({ host, id: Number(repository.id) });
  if (known !== undefined) {
    return { projectId: known.projectId, repo: known };
  }
  const account = { forge: forgeOfHost(host), accountId: actor.id, login: actor.login };
  const person = await accounts.findForgePerson(account);
  if (person === null) {
    return null;
  }
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId: person.id });
  return { projectId, repo: null };
}

/** The repository, which is the project's from now on where nobody has worked on it yet. */
export async function ensureRepository(
  { projectId, repo }: HeardPlace,
  { signal, host }: { signal: Where; host: string },
  { repos }: FindRepositoryDeps,
): Promise<Repo> {
  if (repo !== null) {
    return repo;
  }
  const { id, owner, name } = signal.repository;
  const url = `https://${host}/${owner}/${name}`;
  const made = await repos.ensure({ projectId, vcs: "github", url, name, defaultBranch: null });
  await repos.linkForge(made.id, { host, id: Number(id) });
  return made;
}
