import type { IncomingMessage, ServerResponse } from "node:http";
import { SETUP_CACHE_PATH } from "@catalyst/core";
import { authenticate } from "./access/authenticate.ts";
import { checkHolder } from "./access/check-holder.ts";
import { checkPeer } from "./access/check-peer.ts";
import { checkStage } from "./access/check-stage.ts";
import { watchGrant } from "./access/watch-grant.ts";
import { errorFields } from "./error-fields.ts";
import { handleEvents } from "./events/handle-events.ts";
import { recordBlocked } from "./events/record-event.ts";
import type { Exchange } from "./exchange.ts";
import { GIT_PATH, handleGit } from "./git/handle-git.ts";
import { HANDOVER_PATH, handleHandover } from "./handover/handle-handover.ts";
import { parseTarget, type Target } from "./http/parse-target.ts";
import { readToken } from "./http/read-token.ts";
import { Refusal } from "./http/refusal.ts";
import { respondJson } from "./http/respond.ts";
import { createMemoryHold } from "./limits/hold-memory.ts";
import { splitLlmPath } from "./llm/dialects/dialects.ts";
import { handleLlm } from "./llm/handle-llm.ts";
import { handleMessages, MESSAGES_PATH } from "./messages/handle-messages.ts";
import { handlePodRequest } from "./pods/handle-pod-request.ts";
import { handleIsolationLoss, handleStageEnd, ISOLATION_PATH, STAGE_END_PATH } from "./pods/job/handle-stage-end.ts";
import { handleSetupCache } from "./pods/setup-cache/handle-setup-cache.ts";
import type { RequestDeps } from "./request-deps.ts";
import { respondRefusal } from "./respond-refusal.ts";
import { handleSetupSecrets, SETUP_SECRETS_PATH } from "./secrets/handle-setup-secrets.ts";
import { handleSession, SESSION_PATH } from "./session/handle-session.ts";
import { handleStages, STAGES_PATH } from "./stages/handle-stages.ts";
import { handleStop } from "./stop/handle-stop.ts";

/** The way of every request: plain path, live grant over its own socket, quota, then the service that the path names. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  deps: RequestDeps,
): Promise<void> {
  let exchange: Exchange | null = null;
  const startedAt = Date.now();
  const abort = new AbortController();
  const cut = () => abort.abort();
  response.once("close", () => response.writableFinished || cut());
  deps.stopping.addEventListener("abort", cut, { once: true });
  let release = () => {};
  try {
    const target = parseTarget(request.url ?? "");
    if (target.path === "/health") {
      // Who has no token has no connection that stays, either.
      response.setHeader("connection", "close");
      respondJson(response, 200, { status: "ok" });
      return;
    }
    if (target.path === STAGES_PATH) {
      response.setHeader("connection", "close");
      await handleStages({ request, response, target, peer: deps.peerOf(request.socket) }, deps);
      return;
    }
    if (await handlePodRequest({ request, response, target, signal: abort.signal }, deps)) {
      return;
    }
    exchange = await openExchange({ request, response, target }, deps, abort.signal);
    release = occupy(exchange, deps, cut);
    await route(exchange, deps);
  } catch (error) {
    await answerError({ request, response, exchange }, error, deps);
  } finally {
    release();
    deps.stopping.removeEventListener("abort", cut);
    (exchange?.log ?? deps.log).debug(
      { method: request.method, httpStatus: response.statusCode, milliseconds: Date.now() - startedAt },
      "request served",
    );
  }
}

async function openExchange(
  { request, response, target }: { request: IncomingMessage; response: ServerResponse; target: Target },
  deps: RequestDeps,
  signal: AbortSignal,
): Promise<Exchange> {
  const { token, grant } = await authenticate(readToken(request.headers), target.path, deps);
  const usage = deps.usages.of(grant);
  const { log } = usage;
  await checkPeer({ socket: request.socket, grant, deps, log }, deps.peerOf(request.socket));
  checkStage(grant, usage);
  if (grant.pod !== null) {
    deps.pods?.heard.note(grant.pod.uid);
  }
  const hold = createMemoryHold(usage.holders[grant.holder], deps.limits.maxHeldBytes);
  return { request, response, target, grant, token, usage, hold, signal, deps, gatewayId: deps.gatewayId, log };
}

/** Counts the request against the limits of who sent it and watches its grant. Returns how to end both. */
function occupy({ usage, grant, hold, token, log }: Exchange, deps: RequestDeps, cut: () => void): () => void {
  const { limits } = deps;
  const holder = usage.holders[grant.holder];
  const waitSeconds = holder.requests.take(1);
  if (holder.openRequests >= limits.concurrentRequests || waitSeconds > 0) {
    throw new Refusal("rate_limited", "This execution sends too many requests to the gateway at once.", {
      retryAfterSeconds: Math.max(1, Math.ceil(waitSeconds)),
    });
  }
  holder.openRequests += 1;
  const stopWatching = watchGrant(deps.grantLookup, {
    token,
    checkSeconds: limits.grantCheckSeconds,
    outageSeconds: limits.grantOutageSeconds,
    onDead: () => {
      log.info("open request cut: its grant ended");
      cut();
    },
  });
  return () => {
    holder.openRequests -= 1;
    hold.release();
    stopWatching();
  };
}

/** The runner's alone. */
const SERVICES: Readonly<Record<string, (exchange: Exchange) => Promise<void>>> = {
  "/events": handleEvents,
  "/stop": handleStop,
  [HANDOVER_PATH]: handleHandover,
  [SESSION_PATH]: handleSession,
  [MESSAGES_PATH]: handleMessages,
  [SETUP_SECRETS_PATH]: handleSetupSecrets,
  [STAGE_END_PATH]: handleStageEnd,
  [ISOLATION_PATH]: handleIsolationLoss,
};

function route(exchange: Exchange, deps: RequestDeps): Promise<void> {
  const { path } = exchange.target;
  const what = `${exchange.request.method} ${path}`;
  const llm = splitLlmPath(path);
  if (llm !== null) {
    checkHolder(exchange.grant, "agent", what);
    return handleLlm(exchange, llm, deps.llm);
  }
  if (path.startsWith(`${GIT_PATH}/`)) {
    return handleGit(exchange);
  }
  const handle = serviceOf(path);
  if (handle !== undefined) {
    checkHolder(exchange.grant, "runner", what);
    return handle(exchange);
  }
  const served = ["/llm/<provider>", GIT_PATH, ...Object.keys(SERVICES)].join(", ");
  throw new Refusal("not_found", `The gateway serves these only: ${served}.`, {
    blockedAction: what,
  });
}

function serviceOf(path: string) {
  if (path.startsWith(`${SETUP_CACHE_PATH}/`)) {
    return handleSetupCache;
  }
  return Object.hasOwn(SERVICES, path) ? SERVICES[path] : undefined;
}

async function answerError(
  { request, response, exchange }: { request: IncomingMessage; response: ServerResponse; exchange: Exchange | null },
  error: unknown,
  deps: RequestDeps,
): Promise<void> {
  if (exchange?.signal.aborted || response.destroyed) {
    response.destroy();
    return;
  }
  const refusal =
    error instanceof Refusal ? error : new Refusal("unavailable", "The gateway failed to serve the request.");
  deps.measures.refused(refusal.kind);
  if (refusal !== error) {
    (exchange?.log ?? deps.log).error(errorFields(error), "request failed");
  }
  if (exchange !== null && refusal.blockedAction !== null) {
    await recordBlocked(exchange, { action: refusal.blockedAction, reason: refusal.message });
  }
  respondRefusal({ request, response }, refusal);
}
