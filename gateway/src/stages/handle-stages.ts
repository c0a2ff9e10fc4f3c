import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { agentTokenOf, hashToken, type StageAccess } from "@catalyst/core";
import { z } from "zod";
import type { GatewayDeps } from "../gateway-deps.ts";
import type { Target } from "../http/parse-target.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import type { ExecutionUsages } from "../limits/execution-usage.ts";
import type { Peer } from "../sockets/peer.ts";

export const STAGES_PATH = "/stages";

const TOKEN_BYTES = 32;
const Stage = z.object({
  execution: z.uuid(),
  number: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number),
});

interface StagesRequest {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  peer: Peer;
}

/**
 * POST /stages?execution=<id>&number=<n>, over the gateway's own socket: a stage begins, and this answers with its tokens,
 * which are nowhere before. Who asks again, having got no answer, gets others, and the former are worth nothing.
 */
export async function handleStages(
  { request, response, target, peer }: StagesRequest,
  { grants, usages }: Pick<GatewayDeps, "grants"> & { usages: ExecutionUsages },
): Promise<void> {
  if (peer.environment !== null || peer.podAddress !== null) {
    throw new Refusal("not_found", "No environment begins its own stages.");
  }
  const stage = Stage.safeParse(Object.fromEntries(target.query));
  if (request.method !== "POST" || !stage.success) {
    throw new Refusal("invalid_request", `A stage begins with POST ${STAGES_PATH}?execution=<id>&number=<n>.`);
  }
  const { execution: executionId, number: stageNumber } = stage.data;
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const agentToken = agentTokenOf(token);
  const tokenHashes = { runner: hashToken(token), agent: hashToken(agentToken) };
  const begun = await grants.begin({ executionId, stageNumber, tokenHashes });
  if (begun === null) {
    throw new Refusal("not_found", "There is no such stage to begin: it is over, or its execution has ended.");
  }
  usages.of({ executionId, ...begun }).latestStage = stageNumber;
  respondJson(response, 200, { token, agentToken } satisfies StageAccess);
}
