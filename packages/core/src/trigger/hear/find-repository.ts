import type { AccountStore } from "../../account/account-store.ts";
import { forgeOfHost } from "../../account/forge-of-host.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { Signal } from "../signal/signal.ts";

export interface FindRepositoryDeps {
  accounts: Pick<AccountStore, "findForgePerson" | "ensureProject">;
  repos: Pick<RepoStore, "listOfForge" | "ensure" | "linkForge">;
}

/**
 * The repository that something happened in. One that nobody has worked on yet becomes the acting person's own, in their own project;
 * null: who acted there is nobody here.
 */
export async function findRepository(
  { repository, actor }: Pick<Signal, "repository" | "actor">,
  { host }: { host: string },
  { accounts, repos }: FindRepositoryDeps,
): Promise<Repo | null> {
  const forge = { host, id: Number(repository.id) };
  const [known] = await repos.listOfForge(forge);
  if (known !== undefined) {
    return known;
  }
  const account = { forge: forgeOfHost(host), accountId: actor.id, login: actor.login };
  const person = await accounts.findForgePerson(account);
  if (person === null) {
    return null;
  }
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId: person.id });
  const { owner, name } = repository;
  const url = `https://${host}/${owner}/${name}`;
  const made = await repos.ensure({ projectId, vcs: "github", url, name, defaultBranch: null });
  await repos.linkForge(made.id, forge);
  return made;
}
