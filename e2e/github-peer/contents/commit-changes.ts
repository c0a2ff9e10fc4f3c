import { actorOf, type Caller } from "../auth/caller.ts";
import { findObject } from "../git/refs.ts";
import { writeCommit } from "../git/write-commit.ts";
import { type TreeChange, writeTree } from "../git/write-tree.ts";
import { moveRef } from "../repositories/move-branch.ts";
import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../state/world.ts";

interface Changing {
  world: World;
  repository: Repository;
  caller: Caller;
}

interface Wish {
  branch: string;
  /** The branch's commit, on which the changes are made. */
  parent: string;
  changes: readonly TreeChange[];
  message: string;
}

/** Makes a commit on a branch as GitHub does it for an App or a person: signed by GitHub. Returns its id. */
export async function commitChanges(changing: Changing, { branch, parent, changes, message }: Wish): Promise<string> {
  const { world, repository, caller } = changing;
  const { folder } = repository;
  const base = await findObject(folder, parent, "tree");
  const tree = await writeTree(folder, base, changes);
  const date = world.now().toISOString();
  const author = { ...signAs(actorOf(world, caller)), date };
  const committer = { ...GITHUB, date };
  const sha = await writeCommit(folder, { tree, parents: [parent], message, author, committer });
  repository.signedCommits.add(sha);
  await moveRef(changing, { ref: `refs/heads/${branch}`, before: parent, after: sha });
  return sha;
}

const GITHUB = { name: "GitHub", email: "noreply@github.com" };

/** The address that GitHub gives everybody who doesn't show their own. */
export function signAs({ id, login }: Account) {
  return { name: login, email: `${id}+${login}@users.noreply.github.com` };
}
