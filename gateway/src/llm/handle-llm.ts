import type { CredentialProvider } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { readBody } from "../http/read-body.ts";
import { Refusal } from "../http/refusal.ts";
import { createJsonScale, LLM_JSON_BOUNDS } from "../json/weigh-json.ts";
import { secretsOf } from "../keys/open-stored.ts";
import { createByteFinder } from "../redaction/redact-chunks.ts";
import { beginTrace } from "../traces/begin-trace.ts";
import { recordAnswer } from "./budget/record-answer.ts";
import { reserveBudget } from "./budget/reserve-budget.ts";
import { warnOfSpending } from "./budget/warn-of-spending.ts";
import { dialectOf } from "./dialects/subscriptions.ts";
import { type InspectedRequest, NOTHING_INSPECTED } from "./inspection/inspect-request.ts";
import type { Inspector } from "./inspection/inspector.ts";
import type { LlmService } from "./llm-service.ts";
import type { Answer, LlmRequest } from "./request/llm-request.ts";
import { matchRoute } from "./request/match-route.ts";
import { tellRefused } from "./subscription/tell-refused.ts";
import { forward } from "./upstream/forward.ts";
import { openGrantCredential } from "./upstream/open-grant-credential.ts";

/** Passes a request on to the one provider that the grant names, with the real key in place of the token. */
export async function handleLlm(
  exchange: Exchange,
  to: { provider: CredentialProvider; rest: string },
  service: LlmService,
): Promise<void> {
  const request = await checkRequest(exchange, to, service);
  const hold = await reserveBudget(exchange, request);
  const trace = beginTrace(exchange, request);
  const answer = await forward(exchange, request, service).catch((error: unknown) => {
    trace(null, null);
    return hold.fail(error);
  });
  const charge = hold.charge(answer);
  trace(answer, charge);
  await Promise.all([
    recordAnswer(exchange, request, { answer, charge }),
    hold.settle(charge),
    service.limits.note(request.opened.credential, answer.limit),
  ]);
  if (answer.isCut) {
    endCut(exchange, request, answer);
  } else {
    exchange.response.end();
  }
  if (charge !== null) {
    await warnOfSpending(exchange);
  }
}

/** A client must never take a part for the whole. */
function endCut(
  { request: { headers }, response, signal }: Exchange,
  { dialect, provider }: LlmRequest,
  { isStream }: Answer,
): void {
  if (signal.aborted || !isStream || !dialect.readsStreamErrors?.(headers)) {
    response.destroy();
    return;
  }
  const error = dialect.errorBody("unavailable", `${provider} broke off its answer.`);
  response.end(`${JSON.stringify(error)}\n\n`);
}

async function checkRequest(
  exchange: Exchange,
  { provider, rest }: { provider: CredentialProvider; rest: string },
  { inspector, renewer }: LlmService,
): Promise<LlmRequest> {
  const { grant, request, target, deps } = exchange;
  if (grant.llm === null || grant.llm.provider !== provider) {
    const granted = grant.llm === null ? "no provider" : `${grant.llm.provider} only`;
    throw new Refusal("forbidden", `This task may not use ${provider}: it was granted ${granted}.`, {
      blockedAction: `LLM request to ${provider}`,
    });
  }
  const stored = await openGrantCredential({ agentType: grant.agentType, llm: grant.llm }, deps);
  const dialect = dialectOf(stored.credential);
  const route = matchRoute(dialect, { method: request.method ?? "", path: rest, query: target.query });
  const inspected = await inspect(exchange, { provider, route, path: rest }, inspector);
  const opened = await renewer.freshen(stored).catch((error) => tellRefused(exchange, provider, error));
  return {
    provider,
    dialect,
    route,
    path: rest,
    ...(inspected ?? NOTHING_INSPECTED),
    ownerPrices: grant.modelPrices,
    opened,
    keyFinder: createByteFinder(secretsOf(opened)),
  };
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
