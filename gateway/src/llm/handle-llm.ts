import type { CredentialProvider, Grant } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { readBody } from "../http/read-body.ts";
import { Refusal } from "../http/refusal.ts";
import { createJsonScale, LLM_JSON_BOUNDS } from "../json/weigh-json.ts";
import { secretsOf } from "../keys/open-stored.ts";
import { createByteFinder } from "../redaction/redact-chunks.ts";
import { beginTrace } from "../traces/begin-trace.ts";
import { noteAnswer, recordFaults } from "./budget/record-answer.ts";
import { type BudgetHold, type LimitsLook, lookAtLimits, reserveBudget } from "./budget/reserve-budget.ts";
import { warnOfSpending } from "./budget/warn-of-spending.ts";
import { dialectOf } from "./dialects/subscriptions.ts";
import { type InspectedRequest, NOTHING_INSPECTED } from "./inspection/inspect-request.ts";
import type { Inspector } from "./inspection/inspector.ts";
import type { LlmService } from "./llm-service.ts";
import type { Answer, LlmRequest } from "./request/llm-request.ts";
import { matchRoute } from "./request/match-route.ts";
import { tellRefused } from "./subscription/tell-refused.ts";
import { forward } from "./upstream/forward.ts";

/** A credential that changes each time that a request is about to be made with it. */
const MOST_CREDENTIALS = 3;

/**
 * Passes a request on to the one provider that the grant names, with the real key in place of the token. Its answer doesn't wait for what
 * it came to being stored: until then what was reserved for it counts.
 */
export async function handleLlm(
  exchange: Exchange,
  to: { provider: CredentialProvider; rest: string },
  service: LlmService,
): Promise<void> {
  const { request, hold } = await admitRequest(exchange, to, service);
  const trace = beginTrace(exchange, request);
  const answer = await forward(exchange, request, service).catch((error: unknown) => {
    trace(null, null);
    return hold.fail(error);
  });
  const charge = hold.charge(answer);
  trace(answer, charge);
  const settled = hold.settle(charge, noteAnswer(exchange, request, { answer, charge }));
  await Promise.all([
    recordFaults(exchange, request, answer),
    service.limits.note(request.opened.credential, answer.limit),
  ]);
  if (answer.isCut) {
    endCut(exchange, request, answer);
  } else {
    exchange.response.end(answer.rest);
  }
  await settled;
  if (charge !== null) {
    warnOfSpending(exchange);
  }
}

/** Of a request that may be made with the credential as it is now. */
async function admitRequest(
  exchange: Exchange,
  to: { provider: CredentialProvider; rest: string },
  service: LlmService,
): Promise<{ request: LlmRequest; hold: BudgetHold }> {
  const { checked, look } = await checkRequest(exchange, to, service);
  for (let count = 0; count < MOST_CREDENTIALS; count++) {
    const request = await withCredential(exchange, checked, { service, isFresh: count > 0 });
    const hold = await reserveBudget(exchange, request, count === 0 ? look : null);
    if (hold !== null) {
      return { request, hold };
    }
  }
  throw new Refusal("unavailable", "The credential of this task changes again and again.", { retryAfterSeconds: 1 });
}

/** A client must never take a part for the whole, nor what was answered for a connection that failed: it would ask again. */
function endCut(
  { request: { headers }, response, signal }: Exchange,
  { dialect, provider }: LlmRequest,
  { isStream, rest }: Answer,
): void {
  if (signal.aborted) {
    response.destroy();
  } else if (!isStream || !dialect.readsStreamErrors?.(headers)) {
    response.flushHeaders();
    response.write(rest ?? "", () => response.destroy());
  } else {
    const error = dialect.errorBody("unavailable", `${provider} broke off its answer.`);
    response.end(`${JSON.stringify(error)}\n\n`);
  }
}

type CheckedRequest = Omit<LlmRequest, "opened" | "keyFinder"> & { llm: NonNullable<Grant["llm"]> };

async function checkRequest(
  exchange: Exchange,
  { provider, rest }: { provider: CredentialProvider; rest: string },
  { credentials, inspector }: LlmService,
): Promise<{ checked: CheckedRequest; look: LimitsLook | null }> {
  const { grant, request, target } = exchange;
  const { llm, agentType } = grant;
  if (llm === null || llm.provider !== provider) {
    const granted = llm === null ? "no provider" : `${llm.provider} only`;
    throw new Refusal("forbidden", `This task may not use ${provider}: it was granted ${granted}.`, {
      blockedAction: `LLM request to ${provider}`,
    });
  }
  // A credential stays of the provider and the kind that it is.
  const { opened } = await credentials.find({ agentType, llm });
  const dialect = dialectOf(opened.credential);
  const route = matchRoute(dialect, { method: request.method ?? "", path: rest, query: target.query });
  const look = route.meter === null ? null : lookAtLimits(exchange, opened.credential);
  const inspected = (await inspect(exchange, { provider, route, path: rest }, inspector)) ?? NOTHING_INSPECTED;
  const ownerPrices = grant.modelPrices;
  return { checked: { llm, provider, dialect, route, path: rest, ...inspected, ownerPrices }, look };
}

/** Reserving, or a look, sees whether a credential is as it was when it was opened; where nothing is reserved, the store is asked. */
async function withCredential(
  exchange: Exchange,
  { llm, ...checked }: CheckedRequest,
  { service: { credentials, renewer }, isFresh }: { service: LlmService; isFresh: boolean },
): Promise<LlmRequest> {
  const asked = { agentType: exchange.grant.agentType, llm };
  const isLookedAt = checked.route.meter !== null && !isFresh;
  const known = isLookedAt ? await credentials.find(asked) : await credentials.findFresh(asked);
  const opened = await renewer.freshen(known.opened).catch((error) => tellRefused(exchange, checked.provider, error));
  const keyFinder = opened === known.opened ? known.keyFinder : createByteFinder(secretsOf(opened));
  return { ...checked, opened, keyFinder };
}

/** What the body says; null for a request without one. */
async function inspect(
  exchange: Exchange,
  { provider, route, path }: Pick<LlmRequest, "provider" | "route" | "path">,
  inspector: Inspector,
): Promise<InspectedRequest | null> {
  if (route.method !== "POST") {
    return null;
  }
  const { executionId, allowedFeatures } = exchange.grant;
  const body = await readRequestBody(exchange, route.maxBodyBytes ?? Number.POSITIVE_INFINITY);
  const pathModel = /\/models\/([^:]+):/.exec(path)?.[1] ?? null;
  return inspector.inspectRequest({ executionId, provider, route }, { body, pathModel, allowedFeatures });
}

/** The bytes of the body, which are JSON that can be parsed within bounds, if they are JSON. */
function readRequestBody({ request, deps, hold }: Exchange, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new Refusal("invalid_request", `Requests encoded as "${encoding}" are not accepted: send plain JSON.`);
  }
  const limits = { maxBytes: Math.min(deps.limits.maxLlmBodyBytes, maxBytes), hold };
  return readBody(request, { ...limits, scale: createJsonScale(LLM_JSON_BOUNDS) });
}
