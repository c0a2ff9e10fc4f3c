import type { AccountStore } from "../../account/account-store.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import { mayWrite } from "../../account/forge-permission.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { Signal } from "../signal/signal.ts";
import type { WithReader } from "./forge-reader.ts";

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

/**
 * Why the repository isn't, and can't become, the project's; null: it is or can. What is asked there later is decided and done in that project, whoever
 * asks: it becomes nobody's who may not write there at this moment. Throws as the forge's reader.
 */
export async function whyNotTheirs(
  { repo }: HeardPlace,
  { signal: { actor }, withReader }: { signal: Pick<Signal, "actor">; withReader: WithReader },
): Promise<"no_permission" | "repository_unknown" | null> {
  if (repo !== null) {
    return null;
  }
  const permission = await withReader((reader) => reader.findPermission(actor));
  if (permission === null) {
    return "repository_unknown";
  }
  return mayWrite(permission) ? null : "no_permission";
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
