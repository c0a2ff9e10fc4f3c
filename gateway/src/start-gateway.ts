import { createServer, type Server } from "node:http";
import { createGrantLookup } from "./access/grant-lookup.ts";
import { handleConnect } from "./egress/handle-connect.ts";
import { errorFields } from "./error-fields.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import { handleRequest, type RequestDeps } from "./handle-request.ts";
import { listenOnSocket } from "./http/listen-on-socket.ts";
import { createExecutionUsages } from "./limits/execution-usage.ts";
import { createTokenBucket } from "./limits/token-bucket.ts";
import { createLlmService } from "./llm/llm-service.ts";

const HEADER_SECONDS = 15;
/** For a whole request with its body: a large push over a slow disk. */
const REQUEST_SECONDS = 600;
const CONNECTION_CHECK_SECONDS = 5;
const IDLE_SECONDS = 30;
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 2000;
const STRANGERS_LOGGED = { perSecond: 1, burst: 20 };

export interface Gateway {
  socketPath: string;
  /** Takes no new requests, lets the open ones end, and cuts those that take longer than the drain time. */
  stop(): Promise<void>;
}

/** Serves environments on a Unix socket until it is stopped. Throws `conflict` when a gateway runs there already. */
export async function startGateway({ socketPath, deps }: { socketPath: string; deps: GatewayDeps }): Promise<Gateway> {
  const stopping = new AbortController();
  const { limits, now } = deps;
  const requestDeps: RequestDeps = {
    ...deps,
    grantLookup: createGrantLookup({ grants: deps.grants, cacheSeconds: limits.grantCacheSeconds, now }),
    usages: createExecutionUsages(limits, now),
    llm: createLlmService(limits),
    strangers: createTokenBucket(STRANGERS_LOGGED, () => now().getTime()),
    stopping: stopping.signal,
  };
  const server = createHttpServer(requestDeps);
  await listenOnSocket(server, socketPath);
  // What the gateway before this one had reserved when it was killed.
  await deps.budgets.writeOff();
  deps.log.info({ socketPath, ready: true }, "gateway started");
  return {
    socketPath,
    async stop() {
      await drain(server, { seconds: limits.drainSeconds, cut: () => stopping.abort() });
      await requestDeps.llm.close();
      deps.log.info({ socketPath }, "gateway stopped");
    },
  };
}

function createHttpServer(deps: RequestDeps): Server {
  const server = createServer({
    headersTimeout: HEADER_SECONDS * 1000,
    requestTimeout: REQUEST_SECONDS * 1000,
    connectionsCheckingInterval: CONNECTION_CHECK_SECONDS * 1000,
    keepAliveTimeout: IDLE_SECONDS * 1000,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on("connect", (request, socket, head) => {
    handleConnect({ request, socket, head }, deps).catch((error: unknown) => {
      deps.log.error(errorFields(error), "connection failed");
      socket.destroy();
    });
  });
  server.on("request", (request, response) => {
    handleRequest(request, response, deps).catch((error: unknown) => {
      deps.log.error(errorFields(error), "request failed");
      response.destroy();
    });
  });
  return server;
}

async function drain(server: Server, { seconds, cut }: { seconds: number; cut: () => void }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const timer = setTimeout(() => {
    cut();
    server.closeAllConnections();
  }, seconds * 1000);
  await closed;
  clearTimeout(timer);
}
