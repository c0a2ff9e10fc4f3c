import type { IncomingHttpHeaders } from "node:http";
import type { SourcedEvent } from "@catalyst/core";
import { tokensToMask } from "../access/tokens-to-mask.ts";
import { errorFields } from "../error-fields.ts";
import type { Exchange } from "../exchange.ts";
import { parseJsonBody, readBody } from "../http/read-body.ts";
import { Refusal } from "../http/refusal.ts";
import { respondJson } from "../http/respond.ts";
import { createJsonScale, type JsonBounds } from "../json/weigh-json.ts";
import type { TokenBucket } from "../limits/token-bucket.ts";
import { findSecrets } from "../llm/upstream/open-grant-credential.ts";
import { learnSetupSecrets } from "../secrets/setup-secrets.ts";
import { inPace } from "../workers/pace.ts";
import { readEvents } from "./read-events.ts";
import { tellUnstored } from "./record-event.ts";

/** A thousand events, each with all that one may hold. */
const EVENT_BOUNDS: JsonBounds = { depth: 16, parts: 50_000 };

/** Of a token's hash: enough to tell a few runners apart. */
const WRITER_CHARACTERS = 16;

/** POST /events: stores a batch once, secrets masked, and says up to which number everything of this runner is stored. */
export async function handleEvents(exchange: Exchange): Promise<void> {
  const { request, deps, usage, target, hold } = exchange;
  if (request.method !== "POST" || target.query.size > 0) {
    throw new Refusal("invalid_request", "Events are sent with POST /events.");
  }
  takeQuota(usage.eventBytes, lengthOf(request.headers, deps.limits.maxEventsBodyBytes));
  const scale = createJsonScale(EVENT_BOUNDS);
  const body = await readBody(request, { maxBytes: deps.limits.maxEventsBodyBytes, hold, scale });
  const events = await inPace(() => readBatch(body, exchange));
  takeQuota(usage.events, events.length);
  const stored = usage.lastBatch.then(() => storeEvents(exchange, events));
  usage.lastBatch = stored.catch(() => undefined);
  respondJson(exchange.response, 200, { acknowledged: await stored });
}

/** What is too much is refused before it is read. */
function lengthOf(headers: IncomingHttpHeaders, maxBytes: number): number {
  const length = Number(headers["content-length"]);
  if (!Number.isSafeInteger(length)) {
    throw new Refusal("invalid_request", "A batch of events says how long it is (Content-Length).");
  }
  if (length > maxBytes) {
    throw new Refusal("too_large", `The request's body is larger than ${maxBytes} bytes.`);
  }
  return length;
}

function readBatch(body: Buffer, { grant, deps: { limits, now } }: Exchange): SourcedEvent[] {
  const { stage } = grant;
  return readEvents(parseJsonBody(body), { stage, maxEvents: limits.maxEventsPerRequest, now: now() });
}

function takeQuota(bucket: TokenBucket, units: number): void {
  const seconds = bucket.take(units);
  if (seconds > 0) {
    throw new Refusal("rate_limited", "Too many events at once: send fewer, or send them later.", {
      retryAfterSeconds: Math.ceil(seconds),
    });
  }
}

async function storeEvents(exchange: Exchange, events: SourcedEvent[]): Promise<number> {
  const { grant, usage, deps } = exchange;
  if (events.some(({ body }) => body.type === "agent_ended")) {
    await Promise.all([usage.untold.flush(), ...usage.settling]);
  }
  await tellUnstored(exchange);
  await learnSetupSecrets(exchange);
  usage.redaction.addSecrets([...tokensToMask(exchange), ...(await knownKey(exchange))]);
  const writer = grant.tokenHash.slice(0, WRITER_CHARACTERS);
  const acknowledged = await deps.events.append({
    executionId: grant.executionId,
    writer,
    events: await usage.redaction.redact(events, writer),
  });
  usage.redaction.acknowledge(acknowledged);
  return acknowledged;
}

/** A credential that is gone or doesn't open never got to this environment, unless it did so before and is known already. */
async function knownKey({ grant, deps, log }: Exchange): Promise<string[]> {
  if (grant.llm === null) {
    return [];
  }
  try {
    return await findSecrets(grant.llm.credentialId, deps);
  } catch (error) {
    log.warn(errorFields(error), "credential for redaction not opened");
    return [];
  }
}
