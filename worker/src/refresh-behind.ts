import type { RepositoryPort } from "@catalyst/core";
import { rest } from "./rest.ts";

/** Most of what follows an execution is done by then. */
const NEXT_MILLISECONDS = 1000;

/**
 * Brings the mirror of a folder up to date after a branch was made there: the next execution, which nearly always begins from what the
 * last one left, finds that done. One that fails is done by whoever needs it.
 */
export function refreshBehind(
  repositories: RepositoryPort,
  signal: AbortSignal,
  milliseconds = NEXT_MILLISECONDS,
): RepositoryPort {
  const refresh = async (repo: Parameters<RepositoryPort["refreshMirror"]>[0]) => {
    await rest(milliseconds, signal);
    if (!signal.aborted) {
      await repositories.refreshMirror(repo);
    }
  };
  return {
    ...repositories,
    async publishBranch(input) {
      const made = await repositories.publishBranch(input);
      if (made.kind === "published" && input.repo.vcs === "local") {
        refresh(input.repo).catch(() => undefined);
      }
      return made;
    },
  };
}
