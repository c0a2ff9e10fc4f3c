import { personOf, type TaskMessage } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";

export const MESSAGES_PATH = "/messages";

/** More at once would only fill memory: who has given these asks again. */
const MAX_MESSAGES = 20;
const NUMBER = /^\d{1,9}$/;

/**
 * GET /messages?after=N: what people said to the task and no agent was told yet, beyond message N. N says up to which
 * message the running agent was given them: those are told of as delivered. Asked again after a lost answer, it answers
 * the same.
 */
export async function handleMessages({ request, response, target, grant, deps }: Exchange): Promise<void> {
  if (grant.stage !== "agent") {
    throw new Refusal("forbidden", "Messages are for the agent: the preparation of its workspace gets none.", {
      blockedAction: `${request.method} ${MESSAGES_PATH}`,
    });
  }
  const after = target.query.get("after") ?? "0";
  const isPlain = target.query.size === (target.query.has("after") ? 1 : 0) && NUMBER.test(after);
  if (request.method !== "GET" || !isPlain) {
    throw new Refusal("invalid_request", "Messages are asked for with GET /messages?after=<number>.");
  }
  const { taskId, executionId } = grant;
  const upToNumber = Number(after);
  const waiting = await findTold(await deps.messages.listUndelivered(taskId), { grant, deps });
  const numbers = waiting.map(({ number }) => number).filter((number) => number <= upToNumber);
  if (numbers.length > 0) {
    await deps.messages.confirmDelivered({ taskId, executionId, numbers });
  }
  const next = waiting.filter(({ number }) => number > upToNumber).slice(0, MAX_MESSAGES);
  respondJson(response, 200, { messages: next.map(({ number, text }) => ({ number, text })) });
}

/** Nobody's own key is spent on somebody else's word: what others say waits for a turn of theirs. */
async function findTold(
  waiting: readonly TaskMessage[],
  { grant: { llm }, deps }: Pick<Exchange, "grant" | "deps">,
): Promise<readonly TaskMessage[]> {
  const credential = llm === null || waiting.length === 0 ? null : await deps.credentials.get(llm.credentialId);
  return credential?.userId == null || credential.isOpen
    ? waiting
    : waiting.filter(({ sentBy }) => personOf(sentBy) === credential.userId);
}
