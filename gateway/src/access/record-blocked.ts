import type { ExecutionEventBody } from "@catalyst/core";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";

/** Leaves an audit event of something that was refused. A flood of them is logged only. */
export async function recordBlocked(
  exchange: Pick<Exchange, "usage" | "grant" | "deps" | "log">,
  blocked: { action: string; reason: string },
): Promise<void> {
  if (exchange.usage.blockedEvents.take(1) > 0) {
    exchange.log.debug({ action: blocked.action }, "blocked, not recorded");
    return;
  }
  await recordEvent(exchange, { type: "blocked", action: blocked.action.slice(0, 255), reason: blocked.reason });
}

/** Records an observation of the gateway. An outage of the store doesn't fail the request. */
export async function recordEvent(
  { grant, deps, log }: Pick<Exchange, "grant" | "deps" | "log">,
  body: ExecutionEventBody,
): Promise<void> {
  try {
    await deps.events.record({ executionId: grant.executionId, source: "gateway", body });
  } catch (error) {
    log.error({ ...errorFields(error), type: body.type }, "event not recorded");
  }
}
