import type { Dispatcher } from "undici";
import type { Exchange } from "../../exchange.ts";
import { Refusal } from "../../http/refusal.ts";
import { secretsOf } from "../../keys/open-stored.ts";
import { createByteFinder, createChunkRedactor } from "../../redaction/redact-chunks.ts";
import { inPace } from "../../workers/pace.ts";
import { type AnswerMeter, createAnswerMeter } from "../answers/meter-answer.ts";
import { isStream } from "../answers/split-answer.ts";
import { recordUnreachable } from "../budget/record-answer.ts";
import { type Metered, NOTHING_METERED } from "../dialects/dialect.ts";
import type { Inspector } from "../inspection/inspector.ts";
import type { LlmService } from "../llm-service.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { readLimit } from "../subscription/read-limit.ts";
import { tellRefused } from "../subscription/tell-refused.ts";
import { openOutlet } from "./answer-outlet.ts";
import { requestHeaders, responseHeaders } from "./headers.ts";
import { describeUnreachable } from "./provider-words.ts";
import { sendUpstream, upstreamUrl } from "./send-upstream.ts";
import type { Upstreams } from "./upstream.ts";

/** How much of an error's text is kept for the event log. */
const MAX_ERROR_BYTES = 4096;

/** Sends a request to its provider and streams the answer back as it comes, secrets masked. Leaves the response open, and its rest to be sent. */
export async function forward(exchange: Exchange, request: LlmRequest, service: LlmService): Promise<Answer> {
  const { upstream, request: sent } = await sendWithLogin(exchange, request, service);
  try {
    refuseUnreadable(upstream);
    exchange.response.writeHead(upstream.statusCode, responseHeaders(upstream, sent.keyFinder));
    return await passOn(exchange, { request: sent, upstream, inspector: service.inspector });
  } finally {
    discard(upstream);
  }
}

/** A login whose token is refused is refreshed, and the request sent again, once. */
async function sendWithLogin(
  exchange: Exchange,
  request: LlmRequest,
  { upstreams, renewer }: LlmService,
): Promise<{ upstream: Dispatcher.ResponseData; request: LlmRequest }> {
  const upstream = await send(exchange, request, upstreams);
  if (upstream.statusCode !== 401) {
    return { upstream, request };
  }
  const opened = await renewer.replaceRefused(request.opened).catch((error: unknown) => {
    discard(upstream);
    return tellRefused(exchange, request.provider, error);
  });
  if (opened === null) {
    return { upstream, request };
  }
  discard(upstream);
  const secrets = [...secretsOf(request.opened), ...secretsOf(opened)];
  const again = { ...request, opened, keyFinder: createByteFinder(secrets) };
  return { upstream: await send(exchange, again, upstreams), request: again };
}

function discard({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => undefined).destroy();
}

async function send(exchange: Exchange, request: LlmRequest, upstreams: Upstreams): Promise<Dispatcher.ResponseData> {
  const { dialect, opened, route, path, body } = request;
  const { signal, target } = exchange;
  const headers = requestHeaders(exchange.request.headers, dialect.requestHeaders);
  const query = new URLSearchParams([...target.query]);
  const sent = { dialect, opened, method: route.method, path, query, headers, body, signal };
  const url = upstreamUrl(sent);
  try {
    return await sendUpstream(sent, upstreams);
  } catch (error) {
    signal.throwIfAborted();
    const problem = describeUnreachable(request.provider, url, error);
    await recordUnreachable(exchange, request, problem);
    throw new Refusal("bad_gateway", problem, { cause: error });
  }
}

function refuseUnreadable({ statusCode, headers }: Dispatcher.ResponseData): void {
  if (statusCode >= 300 && statusCode < 400) {
    throw new Refusal(
      "bad_gateway",
      `The provider answered with a redirect (${statusCode}), which the gateway doesn't follow. Set the base URL to the final address.`,
      {
        blockedAction: "redirect from the provider",
      },
    );
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new Refusal("bad_gateway", "The provider sent a packed answer though a plain one was asked for.");
  }
}

interface Passing {
  request: LlmRequest;
  upstream: Dispatcher.ResponseData;
  inspector: Inspector;
}

async function passOn(exchange: Exchange, { request, upstream, inspector }: Passing): Promise<Answer> {
  const redactor = createChunkRedactor(request.keyFinder);
  const contentType = String(upstream.headers["content-type"] ?? "");
  const meter = createMeter(exchange, request, { contentType, inspector });
  const outlet = openOutlet(exchange.response, { isStream: isStream(contentType), signal: exchange.signal });
  const isError = upstream.statusCode >= 400;
  let errorText = "";
  const passChunk = (chunk: Buffer) => {
    errorText = isError && errorText.length < MAX_ERROR_BYTES ? errorText + chunk.toString("utf8") : errorText;
    return outlet.write(chunk);
  };
  let isCut = false;
  try {
    for await (const chunk of upstream.body as AsyncIterable<Buffer>) {
      await meter?.push(chunk);
      await passChunk(await inPace(() => redactor.push(chunk)));
    }
    await passChunk(redactor.end());
  } catch {
    isCut = true;
  }
  return {
    httpStatus: upstream.statusCode,
    metered: (await meter?.end()) ?? NOTHING_METERED,
    errorText: errorText.slice(0, MAX_ERROR_BYTES),
    isStream: isStream(contentType),
    limit: readLimit(request.opened, { httpStatus: upstream.statusCode, headers: upstream.headers, errorText }),
    isCut,
    rest: outlet.rest(),
  };
}

/** null: the request costs nothing. */
function createMeter(
  { grant: { executionId } }: Exchange,
  { provider, route }: LlmRequest,
  { contentType, inspector }: { contentType: string; inspector: Inspector },
): AnswerMeter | null {
  const readApart = (json: string, metered: Metered) =>
    inspector.readAnswer({ executionId, provider, route }, json, metered);
  return route.meter === null ? null : createAnswerMeter(contentType, route.meter, readApart);
}
