import { runGit } from "../git/run-git.ts";
import { findRepositoryById } from "../state/world.ts";
import type { PullPlace } from "./pull-call.ts";

/** Keeps the head as `refs/pull/<number>/head` of the repository that it is to go into, as GitHub does: a fork's head, too. */
export async function keepHead({ world, repository, issue, pull }: PullPlace): Promise<void> {
  const { folder } = repository;
  const fork = findRepositoryById(world, pull.headRepositoryId);
  if (fork && fork !== repository) {
    await runGit(folder, ["fetch", "--quiet", "--no-tags", fork.folder, pull.headSha]);
  }
  await runGit(folder, ["update-ref", `refs/pull/${issue.number}/head`, pull.headSha]);
}
