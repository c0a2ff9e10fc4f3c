import { CatalystError, type Repo } from "@catalyst/core";
import { describeFailure } from "../describe-failure.ts";
import { type Reach, withRemote } from "../remote/reach.ts";
import { runRemote } from "../remote/run-remote.ts";
import { GitFailure } from "../run-git.ts";
import { partialClone } from "../view/check/check-complete.ts";
import { fetchFromView } from "../view/fetch-from-view.ts";
import type { View } from "../view/open-view.ts";
import { withStoredRepository } from "../view/with-stored-repository.ts";

export interface Fetch {
  /** The repository of ours that gets it. */
  into: string;
  options?: string[];
  refspecs: string[];
}

/** Fetches from a repository that tasks work on. Throws like `withStoredRepository` and `runRemote`. */
export async function fetchFromRepository(repo: Repo, reach: Reach, fetch: Fetch): Promise<void> {
  if (repo.vcs === "local") {
    await withStoredRepository(repo.url, (view) => fetchLocal(view, fetch));
    return;
  }
  const { into, options = [], refspecs } = fetch;
  const quietly = ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head", "--update-shallow"];
  const before = [...quietly, "--no-recurse-submodules", ...options, "--"];
  await withRemote({ repo, access: "read" }, reach, (remote) =>
    runRemote(remote, { args: [...before, remote.url, ...refspecs], repositoryPath: into }),
  );
}

async function fetchLocal(view: View, fetch: Fetch): Promise<void> {
  try {
    await fetchFromView(view, fetch);
  } catch (error) {
    if (!(error instanceof GitFailure)) {
      throw error;
    }
    if (view.format.isPartial) {
      throw partialClone(view);
    }
    throw new CatalystError(
      "unavailable",
      `Reading the repository ${view.place.root} failed: ${describeFailure(error)} See what is wrong, in it: git fsck`,
      { cause: error },
    );
  }
}
