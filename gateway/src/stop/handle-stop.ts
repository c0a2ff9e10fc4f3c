import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";

/**
 * GET /stop: whether the agent has to be stopped, and why. An agent that was refused for a budget has some time to end by
 * itself, which leaves its work in the best order.
 */
export async function handleStop({ request, response, target, usage, deps }: Exchange): Promise<void> {
  if (request.method !== "GET" || target.query.size > 0) {
    throw new Refusal("invalid_request", "Whether to stop is asked with GET /stop.");
  }
  const since = usage.budgetExceededAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const isOver = deps.now().getTime() - since >= deps.limits.budgetGraceSeconds * 1000;
  respondJson(response, 200, { stop: isOver ? "budget" : null });
}
