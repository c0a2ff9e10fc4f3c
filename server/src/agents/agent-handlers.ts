import type { Agent, CheckedAgent } from "@catalyst/api";
import { beginInstallation, checkAgent, checkDefinition, listAgents, type StartedAgent } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentWish } from "../wishes/present-wish.ts";

type AgentHandlers = Pick<Handlers, "listAgents" | "installAgent" | "checkAgent" | "validateAgent">;

export function agentHandlers({ worker }: ServerDeps): AgentHandlers {
  return {
    async listAgents(_request, { actor }) {
      const agents: Agent[] = await listAgents({ actor }, worker);
      return { data: agents };
    },
    installAgent: async ({ params, body }, { actor }) =>
      presentWish(await beginInstallation({ actor, agentId: params.agent, ...body }, worker)),
    async checkAgent({ params }, { actor }) {
      const { agentId, started } = await checkAgent({ actor, agentId: params.agent }, worker);
      return { id: agentId, ...presentStarted(started) };
    },
    validateAgent: ({ body: { id: agentId, ...file } }, { actor }) =>
      checkDefinition({ actor, agentId, ...file }, worker),
  };
}

function presentStarted(started: StartedAgent): Omit<CheckedAgent, "id"> {
  const { outcome } = started;
  return {
    outcome,
    version: "version" in started ? started.version : null,
    detail: outcome === "broken" ? started.said : null,
    folder: outcome === "broken" ? started.folder : null,
  };
}
