import type { Repo, RepositorySnapshot } from "@catalyst/core";
import type { Reach } from "../remote/reach.ts";
import { withStoredRepository } from "../view/with-stored-repository.ts";
import { snapshotRemote } from "./snapshot-remote.ts";
import { snapshotView } from "./snapshot-view.ts";

/** Looks at a repository that tasks work on as it is at this moment. Throws like `withStoredRepository` and `runRemote`. */
export async function look<Result>(
  repo: Repo,
  reach: Reach,
  work: (snapshot: RepositorySnapshot) => Promise<Result>,
): Promise<Result> {
  return repo.vcs === "local"
    ? withStoredRepository(repo.url, async (view) => work(await snapshotView(view)))
    : work(await snapshotRemote(repo, reach));
}
