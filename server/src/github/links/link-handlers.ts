import { beginGitHubLink, finishGitHubLink, hostOfForge, listForgeLinks, unlinkForge } from "@catalyst/core";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

type LinkHandlers = Pick<Handlers, "listGitHubLinks" | "beginGitHubLink" | "finishGitHubLink" | "removeGitHubLinks">;

/** Whose accounts of GitHubs are whose here. */
export function githubLinkHandlers(deps: ServerDeps): LinkHandlers {
  return {
    async listGitHubLinks(_request, { actor }) {
      const links = await listForgeLinks({ actor }, deps);
      return { data: links.map(({ forge, accountId }) => ({ host: hostOfForge(forge), accountId })) };
    },
    beginGitHubLink: ({ body }, { actor }) => beginGitHubLink({ actor, ...body }, deps),
    async finishGitHubLink({ body }, { actor }) {
      const asked = await finishGitHubLink({ actor, ...body }, deps);
      if (asked.kind === "waiting") {
        return { state: "waiting", intervalSeconds: asked.intervalSeconds };
      }
      const { id: accountId, login } = asked.account;
      return { state: "linked", host: asked.host, accountId, login };
    },
    async removeGitHubLinks({ query }, { actor }) {
      await unlinkForge({ actor, ...query }, deps);
      return null;
    },
  };
}
