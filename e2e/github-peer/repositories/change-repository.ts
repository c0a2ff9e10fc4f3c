import { actorOf } from "../auth/caller.ts";
import { json, noContent } from "../door/answer.ts";
import { invalid } from "../door/refusal.ts";
import { findObject } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import type { RepositoryCall } from "../route.ts";
import { fullName } from "../state/repository.ts";
import { findAccount, findRepository } from "../state/world.ts";
import { viewAccount } from "../views/view-account.ts";
import { viewOrganization } from "../views/view-organization.ts";
import { viewFullRepository, viewRepository } from "../views/view-repository.ts";
import { emit } from "../webhooks/emit.ts";

interface Change {
  name?: string;
  private?: boolean;
  archived?: boolean;
  default_branch?: string;
}

/** Renames, hides, shows, archives: each is told by itself. */
export async function answerChangedRepository(call: RepositoryCall) {
  const { repository, world } = call;
  const { name, private: isPrivate, archived, default_branch: branch } = call.body as Change;
  if (name !== undefined && name !== repository.name) {
    rename(call, name);
  }
  if (isPrivate !== undefined && isPrivate !== repository.isPrivate) {
    repository.isPrivate = isPrivate;
    tell(call, isPrivate ? "privatized" : "publicized");
  }
  if (branch !== undefined && branch !== repository.defaultBranch) {
    await changeDefault(call, branch);
  }
  if (archived !== undefined && archived !== repository.isArchived) {
    repository.isArchived = archived;
    tell(call, archived ? "archived" : "unarchived");
  }
  return json(200, viewFullRepository(repository, world.address));
}

function rename(call: RepositoryCall, name: string): void {
  const { repository, world } = call;
  if (findRepository(world, repository.owner.login, name)) {
    throw invalid({ resource: "Repository", field: "name", code: "custom", message: "name already exists" });
  }
  const from = repository.name;
  world.formerNames.set(fullName(repository).toLowerCase(), repository);
  repository.name = name;
  tell(call, "renamed", { changes: { repository: { name: { from } } } });
}

async function changeDefault(call: RepositoryCall, branch: string): Promise<void> {
  const { repository } = call;
  if ((await findObject(repository.folder, `refs/heads/${branch}`, "commit")) === null) {
    throw invalid({ resource: "Repository", field: "default_branch", code: "invalid" });
  }
  const from = repository.defaultBranch;
  repository.defaultBranch = branch;
  await runGit(repository.folder, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
  tell(call, "edited", { changes: { default_branch: { from } } });
}

/** Moves it to another account, where the App may not be installed: who has it then is told. */
export function answerTransferred(call: RepositoryCall) {
  const { repository, world } = call;
  const { new_owner: login, new_name: name = repository.name } = call.body as { new_owner: string; new_name?: string };
  const owner = findAccount(world, login);
  if (!owner || owner.type === "Bot" || findRepository(world, login, name)) {
    throw invalid({ resource: "Repository", field: "new_owner", code: "invalid" });
  }
  const before = repository.owner;
  world.formerNames.set(fullName(repository).toLowerCase(), repository);
  Object.assign(repository, { owner, name });
  const from =
    before.type === "Organization"
      ? { organization: viewOrganization(before, world.address) }
      : { user: viewAccount(before, world.address) };
  tell(call, "transferred", { changes: { owner: { from } } });
  return json(202, viewRepository(repository, world.address));
}

export function answerDeletedRepository(call: RepositoryCall) {
  const { repository, world } = call;
  tell(call, "deleted");
  world.repositories.splice(world.repositories.indexOf(repository), 1);
  return noContent();
}

function tell({ world, repository, caller }: RepositoryCall, action: string, payload: object = {}): void {
  emit(world, { event: "repository", action, repository, sender: actorOf(world, caller), payload });
}
