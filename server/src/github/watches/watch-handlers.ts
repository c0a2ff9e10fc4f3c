import type { GitHubWatch } from "@catalyst/api";
import { watchRepository } from "@catalyst/core";
import { listWatches, removeWatch, type Watch } from "@catalyst/core/forge";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

type WatchHandlers = Pick<Handlers, "listGitHubWatches" | "watchGitHubRepository" | "unwatchGitHubRepository">;

/** Where Catalyst acts as a person. */
export function githubWatchHandlers(deps: ServerDeps): WatchHandlers {
  return {
    async listGitHubWatches(_request, { actor }) {
      return { data: (await listWatches({ actor }, deps)).map(present) };
    },
    watchGitHubRepository: async ({ body }, { actor }) => present(await watchRepository({ actor, ...body }, deps)),
    async unwatchGitHubRepository({ params }, { actor }) {
      await removeWatch({ actor, id: params.watch }, deps);
      return null;
    },
  };
}

function present({ id, host, slug: login, watched, createdAt }: Watch): GitHubWatch {
  return { id, host, login, repository: `${watched.owner}/${watched.name}`, createdAt: createdAt.toISOString() };
}
