import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionEventBody } from "@catalyst/core";
import { tokensToMask } from "../access/tokens-to-mask.ts";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";
import { learnSetupSecrets } from "../secrets/setup-secrets.ts";

const NAME_CHARACTERS = 255;

export type Recorder = Pick<Exchange, "usage" | "grant" | "token" | "deps" | "log">;

/** Leaves an audit event of something that was refused. */
export function recordBlocked(recorder: Recorder, blocked: { action: string; reason: string }): Promise<void> {
  return recordBounded(recorder, { type: "blocked", action: blocked.action.slice(0, 1000), reason: blocked.reason });
}

/**
 * Records what an execution may cause at will, with what it holds of secrets masked. Of a flood only the number and the last
 * one are recorded, every few seconds and before the execution's end.
 */
export async function recordBounded(recorder: Recorder, body: ExecutionEventBody): Promise<void> {
  const { auditEvents, untold } = recorder.usage;
  if (auditEvents.take(1) > 0) {
    untold.add(body, () => recordUntold(recorder));
    return;
  }
  await recordUntold(recorder);
  await recordMasked(recorder, body);
}

async function recordUntold(recorder: Recorder): Promise<void> {
  const body = recorder.usage.untold.take();
  if (body !== null) {
    await recordMasked(recorder, body);
  }
}

async function recordMasked(recorder: Recorder, body: ExecutionEventBody): Promise<void> {
  const { redaction } = recorder.usage;
  redaction.addSecrets(tokensToMask(recorder));
  await learnSetupSecrets(recorder);
  await recordEvent(recorder, cutNames(redaction.redactOwn(body)));
}

/** A mask may be longer than what it stands for. */
function cutNames(body: ExecutionEventBody): ExecutionEventBody {
  switch (body.type) {
    case "blocked":
      return { ...body, action: body.action.slice(0, NAME_CHARACTERS) };
    case "blocked_more":
      return { ...body, last: body.last.slice(0, NAME_CHARACTERS) };
    default:
      return body;
  }
}

/**
 * Records an observation of the gateway. It outlasts a restart of the database, and a longer outage doesn't fail the
 * request: what could not be stored is counted, and told of in the transcript once something can. An event whose storing
 * succeeded unnoticed is stored twice.
 */
export async function recordEvent(
  { grant, deps, log, usage }: Pick<Recorder, "grant" | "deps" | "log"> & Partial<Pick<Recorder, "usage">>,
  body: ExecutionEventBody,
): Promise<void> {
  for (const pauseSeconds of [...deps.limits.recordRetrySeconds, null]) {
    try {
      await deps.events.record({ executionId: grant.executionId, source: "gateway", body });
      return;
    } catch (error) {
      if (pauseSeconds === null) {
        log.error({ ...errorFields(error), type: body.type }, "event not recorded");
        if (usage !== undefined) {
          usage.unstoredEvents += 1;
        }
        return;
      }
      await wait(pauseSeconds * 1000);
    }
  }
}

/** Marks the place in the transcript where observations of the gateway are missing. Throws while nothing can be stored. */
export async function tellUnstored({ grant, deps, usage }: Pick<Recorder, "grant" | "deps" | "usage">): Promise<void> {
  const count = usage.unstoredEvents;
  if (count === 0) {
    return;
  }
  const text = `${count} observations of the gateway are missing before this: its database didn't answer.`;
  const body = { type: "log", stream: "system", text } as const;
  await deps.events.record({ executionId: grant.executionId, source: "gateway", body });
  usage.unstoredEvents -= count;
}
