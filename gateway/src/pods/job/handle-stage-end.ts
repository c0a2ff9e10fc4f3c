import { RUNNER_EXIT_CODES } from "@catalyst/core";
import { z } from "zod";
import type { Exchange } from "../../exchange.ts";
import { parseJsonBody, readBody } from "../../http/read-body.ts";
import { Refusal } from "../../http/refusal.ts";
import { respondJson } from "../../http/respond.ts";

export const STAGE_END_PATH = "/stage-end";
export const ISOLATION_PATH = "/isolation";

const MAX_BODY_BYTES = 16 * 1024;

const End = z.object({ exitCode: z.literal(Object.values(RUNNER_EXIT_CODES)) });
const Loss = z.object({ failures: z.array(z.string().max(200)).min(1).max(32) });

/** POST /stage-end: how a pod's stage ends. The container may end otherwise: one that fails would keep the kubelet from the next. */
export async function handleStageEnd(exchange: Exchange): Promise<void> {
  const { exitCode } = await read(exchange, End, `A stage's end is told with POST ${STAGE_END_PATH}.`);
  const { executionId, stageNumber } = exchange.grant;
  await exchange.deps.environmentJobs.noteEnd({ executionId, stageNumber, exitCode });
  respondJson(exchange.response, 200, {});
}

/** POST /isolation: a pod's runner found that others can be reached, too. Its execution's grants end with the answer. */
export async function handleIsolationLoss(exchange: Exchange): Promise<void> {
  const { failures } = await read(exchange, Loss, `A loss of isolation is told with POST ${ISOLATION_PATH}.`);
  const { executionId, pod } = exchange.grant;
  if (pod === null) {
    throw new Refusal("forbidden", "Only a pod tells of its isolation.", { blockedAction: `POST ${ISOLATION_PATH}` });
  }
  exchange.log.warn({ executionId, failures }, "isolation lost");
  await exchange.deps.environmentJobs.trip(executionId, `From inside was reached: ${failures.join(", ")}`);
  respondJson(exchange.response, 200, {});
}

async function read<T>({ request, hold }: Exchange, schema: z.ZodType<T>, how: string): Promise<T> {
  const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, hold });
  const said = schema.safeParse(parseJsonBody(body));
  if (request.method !== "POST" || !said.success) {
    throw new Refusal("invalid_request", how);
  }
  return said.data;
}
