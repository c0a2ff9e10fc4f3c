import {
  type AgreedSignOff,
  beginGitHubLink,
  finishGitHubLink,
  getSignOff,
  hostOfForge,
  listForgeLinks,
  putSignOff,
  unlinkForge,
} from "@catalyst/core";
import type { Handlers } from "../../api/handler.ts";
import type { ServerDeps } from "../../server-deps.ts";

type LinkHandlers = Pick<
  Handlers,
  | "listGitHubLinks"
  | "beginGitHubLink"
  | "finishGitHubLink"
  | "removeGitHubLinks"
  | "getSignOff"
  | "putSignOff"
  | "removeSignOff"
>;

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
    getSignOff: async (_request, { actor }) => present(await getSignOff({ actor }, deps)),
    putSignOff: async ({ body }, { actor }) => present(await putSignOff({ actor, signOff: body }, deps)),
    async removeSignOff(_request, { actor }) {
      await putSignOff({ actor, signOff: null }, deps);
      return null;
    },
    async removeGitHubLinks({ query }, { actor }) {
      await unlinkForge({ actor, ...query }, deps);
      return null;
    },
  };
}

function present(signOff: AgreedSignOff | null) {
  return { signOff: signOff === null ? null : { ...signOff, agreedAt: signOff.agreedAt.toISOString() } };
}
