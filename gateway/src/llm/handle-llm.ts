import type { CredentialProvider } from "@catalyst/core";
import type { Exchange } from "../exchange.ts";
import { parseJsonBody, readBody } from "../http/read-body.ts";
import { Refusal } from "../http/refusal.ts";
import { secretPatterns } from "../redaction/secret-patterns.ts";
import { readMaxOutputTokens } from "./budget/estimate-request.ts";
import { recordAnswer } from "./budget/record-answer.ts";
import { reserveBudget } from "./budget/reserve-budget.ts";
import type { LlmRoute } from "./dialects/dialect.ts";
import { DIALECTS } from "./dialects/dialects.ts";
import type { Answer, LlmRequest } from "./request/llm-request.ts";
import { matchRoute } from "./request/match-route.ts";
import { refuseOutsideAccess } from "./request/refuse-outside-access.ts";
import { forward } from "./upstream/forward.ts";
import { openGrantCredential } from "./upstream/open-grant-credential.ts";
import type { Upstreams } from "./upstream/upstream.ts";

/** Passes a request on to the one provider that the grant names, with the real key in place of the token. */
export async function handleLlm(
  exchange: Exchange,
  to: { provider: CredentialProvider; rest: string },
  upstreams: Upstreams,
): Promise<void> {
  const request = await checkRequest(exchange, to);
  const hold = await reserveBudget(exchange, request);
  const answer = await forward(exchange, request, upstreams).catch((error: unknown) => hold.fail(error));
  await Promise.all([recordAnswer(exchange, request, answer), hold.settle(answer)]);
  if (answer.isCut) {
    endCut(exchange, request, answer);
  } else {
    exchange.response.end();
  }
}

/** A client must never take a part for the whole. */
function endCut(
  { request: { headers }, response, signal }: Exchange,
  { dialect, provider }: LlmRequest,
  { streamedBytes }: Answer,
): void {
  if (signal.aborted || streamedBytes === null || !dialect.readsStreamErrors?.(headers)) {
    response.destroy();
    return;
  }
  const error = dialect.errorBody("unavailable", `${provider} broke off its answer.`);
  response.end(`${JSON.stringify(error)}\n\n`);
}

async function checkRequest(
  exchange: Exchange,
  { provider, rest }: { provider: CredentialProvider; rest: string },
): Promise<LlmRequest> {
  const { grant, request, target, deps } = exchange;
  if (grant.llm === null || grant.llm.provider !== provider) {
    const granted = grant.llm === null ? "no provider" : `${grant.llm.provider} only`;
    throw new Refusal("forbidden", `This task may not use ${provider}: it was granted ${granted}.`, {
      blockedAction: `LLM request to ${provider}`,
    });
  }
  const dialect = DIALECTS[provider];
  const route = matchRoute(dialect, { method: request.method ?? "", path: rest, query: target.query });
  const body = route.method === "POST" ? await readRequestBody(exchange, route) : null;
  const opened = await openGrantCredential(grant.llm, deps);
  return {
    provider,
    dialect,
    route,
    path: rest,
    body: body === null ? null : writeBody(body),
    model: typeof body?.model === "string" ? body.model : (/\/models\/([^:]+):/.exec(rest)?.[1] ?? null),
    maxOutputTokens: readMaxOutputTokens(body, route),
    opened,
    patterns: secretPatterns([opened.secret.key]),
  };
}

async function readRequestBody({ request, deps, hold }: Exchange, route: LlmRoute): Promise<Record<string, unknown>> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new Refusal("invalid_request", `Requests encoded as "${encoding}" are not accepted: send plain JSON.`);
  }
  const body = parseJsonBody(await readBody(request, { maxBytes: deps.limits.maxLlmBodyBytes, hold }));
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal("invalid_request", "The request's body is not a JSON object.");
  }
  refuseOutsideAccess(body as Record<string, unknown>);
  return route.prepareBody?.(body as Record<string, unknown>) ?? (body as Record<string, unknown>);
}

function writeBody(body: Record<string, unknown>): Buffer {
  try {
    return Buffer.from(JSON.stringify(body));
  } catch (cause) {
    // The parser takes deeper nesting than the writer.
    throw new Refusal("invalid_request", "The request's body is nested too deeply.", { cause });
  }
}
