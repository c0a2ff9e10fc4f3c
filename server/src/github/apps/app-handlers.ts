import { randomUUID } from "node:crypto";
import type { GitHubApp as ShownApp } from "@catalyst/api";
import { addApp, type GitHubApp, listApps, removeApp } from "@catalyst/core/forge";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

export function githubAppHandlers(
  deps: ServerDeps,
): Pick<Handlers, "listGitHubApps" | "addGitHubApp" | "removeGitHubApp"> {
  return {
    async listGitHubApps(_request, { actor }) {
      return { data: (await listApps({ actor }, deps)).map(present) };
    },
    async addGitHubApp({ body }, { actor }) {
      return present(await addApp({ actor, ...body }, { ...deps, newId: randomUUID }));
    },
    async removeGitHubApp({ params }, { actor }) {
      await removeApp({ actor, id: params.app }, deps);
      return null;
    },
  };
}

function present({ id, host, appId, slug, webhookSecret, machineUsers, createdAt }: GitHubApp): ShownApp {
  const hasWebhook = webhookSecret !== null;
  return { id, host, appId, slug, hasWebhook, machineUsers, createdAt: createdAt.toISOString() };
}
