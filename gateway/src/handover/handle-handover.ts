import type { ExecutionEvent, Handover } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";

export const HANDOVER_PATH = "/handover";

/** GET /handover: what the stages before this one left for it. Nothing in it is an agent's word. */
export async function handleHandover({ request, response, target, grant, deps }: Exchange): Promise<void> {
  if (request.method !== "GET" || target.query.size > 0) {
    throw new Refusal("invalid_request", `What earlier stages left is asked for with GET ${HANDOVER_PATH}.`);
  }
  if (grant.stage !== "agent" && grant.stage !== "verify") {
    throw new Refusal("forbidden", "Nothing is handed over to a stage that comes before the agent.", {
      blockedAction: `GET ${HANDOVER_PATH}`,
    });
  }
  const [events, pushedCommit] = await Promise.all([
    deps.events.listOfStages(grant.executionId),
    deps.findPushed(grant.executionId),
  ]);
  respondJson(response, 200, { ...readStages(events), pushedCommit } satisfies Handover);
}

function readStages(events: readonly ExecutionEvent[]): Omit<Handover, "pushedCommit"> {
  const bodies = events.map(({ body }) => body);
  const turns = bodies.filter((body) => body.type === "agent_ended");
  const verify = bodies.findLast((body) => body.type === "hook" && body.name === "verify" && body.phase === "ended");
  return {
    verify: verify?.type === "hook" ? { exitCode: verify.exitCode, output: verify.output } : null,
    sessionId: turns.at(-1)?.sessionId ?? null,
    agentSeconds: turns.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
