import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionEventBody } from "@catalyst/core";
import { tokensToMask } from "../access/tokens-to-mask.ts";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";
import { learnSetupSecrets } from "../secrets/setup-secrets.ts";

type Recorder = Pick<Exchange, "usage" | "grant" | "token" | "deps" | "log">;

/** Leaves an audit event of something that was refused. */
export function recordBlocked(recorder: Recorder, blocked: { action: string; reason: string }): Promise<void> {
  return recordBounded(recorder, { type: "blocked", action: blocked.action.slice(0, 1000), reason: blocked.reason });
}

/** Records what an execution may cause at will: a flood of it isn't recorded, and what it holds of secrets is masked. */
export async function recordBounded(recorder: Recorder, body: ExecutionEventBody): Promise<void> {
  if (recorder.usage.auditEvents.take(1) > 0) {
    recorder.log.debug({ type: body.type }, "event not recorded: too many");
    return;
  }
  const { redaction } = recorder.usage;
  redaction.addSecrets(tokensToMask(recorder));
  await learnSetupSecrets(recorder);
  const masked = redaction.redactOwn(body);
  await recordEvent(recorder, masked.type === "blocked" ? { ...masked, action: masked.action.slice(0, 255) } : masked);
}

/**
 * Records an observation of the gateway. It outlasts a restart of the database, and a longer outage doesn't fail the
 * request. An event whose storing succeeded unnoticed is stored twice.
 */
export async function recordEvent(
  { grant, deps, log }: Pick<Recorder, "grant" | "deps" | "log">,
  body: ExecutionEventBody,
): Promise<void> {
  for (const pauseSeconds of [...deps.limits.recordRetrySeconds, null]) {
    try {
      await deps.events.record({ executionId: grant.executionId, source: "gateway", body });
      return;
    } catch (error) {
      if (pauseSeconds === null) {
        log.error({ ...errorFields(error), type: body.type }, "event not recorded");
        return;
      }
      await wait(pauseSeconds * 1000);
    }
  }
}
