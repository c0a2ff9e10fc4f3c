import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { CountedRequest, guardRequests } from "@catalyst/machine";
import { createGrantLookup } from "./access/grant-lookup.ts";
import { handleConnect } from "./egress/handle-connect.ts";
import { errorFields } from "./error-fields.ts";
import type { GatewayDeps } from "./gateway-deps.ts";
import { handleRequest } from "./handle-request.ts";
import { createExecutionUsages } from "./limits/execution-usage.ts";
import { createTokenBucket } from "./limits/token-bucket.ts";
import { createLlmService } from "./llm/llm-service.ts";
import type { PodDoorConfig } from "./pods/pod-door-config.ts";
import { type PodPorts, servePods } from "./pods/serve-pods.ts";
import { ownId } from "./presence/own-id.ts";
import { stayPresent } from "./presence/stay-present.ts";
import type { RequestDeps } from "./request-deps.ts";
import { openEnvironmentSockets } from "./sockets/environment-sockets.ts";
import { listenInFolder } from "./sockets/listen-in-folder.ts";
import { createPeer, type Peer } from "./sockets/peer.ts";

/** For a whole request with its body: a large push over a slow disk. */
const REQUEST_SECONDS = 600;
const IDLE_SECONDS = 30;
const MAX_HEADER_BYTES = 16 * 1024;
const STRANGERS_LOGGED = { perSecond: 1, burst: 20 };

export interface Gateway {
  /** Where pods reach it; null: nowhere. */
  podPorts: PodPorts | null;
  /** Where the machine's owner may ask for its health. */
  socketPath: string;
  /** Takes no new requests, lets the open ones end, and cuts those that take longer than the drain time. */
  stop(): Promise<void>;
}

interface GatewayPlace {
  folder: string;
  /** How pods reach it; null: none do. */
  pods: PodDoorConfig | null;
  deps: GatewayDeps;
}

/**
 * Serves each environment on a Unix socket of its own in this folder, until it is stopped. Throws `conflict` when a gateway
 * runs there already.
 */
export async function startGateway({ folder, pods, deps }: GatewayPlace): Promise<Gateway> {
  const stopping = new AbortController();
  const { limits, now } = deps;
  const owner = createPeer({}, { limits, now, pause: () => undefined });
  const peers = new WeakMap<Duplex, Peer>();
  const requestDeps: RequestDeps = {
    ...deps,
    // Known once the folder is ours, which is before any environment's socket is open.
    gatewayId: "",
    grantLookup: createGrantLookup({ grants: deps.grants, cacheSeconds: limits.grantCacheSeconds, now }),
    usages: createExecutionUsages(deps),
    llm: createLlmService(deps),
    strangers: createTokenBucket(STRANGERS_LOGGED, () => now().getTime()),
    pods: null,
    peerOf: (socket) => peers.get(socket) ?? owner,
    stopping: stopping.signal,
  };
  const server = createHttpServer(requestDeps);
  const socketPath = await listenInFolder(server, folder);
  requestDeps.gatewayId = await ownId(folder);
  const stopPresence = await stayPresent(requestDeps.gatewayId, deps);
  const onConnection = (socket: Duplex, peer: Peer) => {
    peers.set(socket, peer);
    server.emit("connection", socket);
  };
  const sockets = await openEnvironmentSockets({
    ...{ folder, limits, now, grants: deps.grants, log: deps.log },
    onConnection,
  });
  const served = pods === null ? null : await servePods(pods, { ...deps, onConnection });
  requestDeps.pods = served?.service ?? null;
  deps.log.info({ socketPath, ready: true }, "gateway started");
  return {
    socketPath,
    podPorts: served?.ports ?? null,
    async stop() {
      const timer = setTimeout(() => {
        stopping.abort();
        server.closeAllConnections();
        sockets.cut();
        served?.cut();
      }, limits.drainSeconds * 1000);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([closed, sockets.close(), served?.close()]);
      clearTimeout(timer);
      stopPresence();
      await Promise.all(requestDeps.usages.all().flatMap(({ untold, settling }) => [untold.flush(), ...settling]));
      await requestDeps.llm.close();
      deps.log.info({ socketPath }, "gateway stopped");
    },
  };
}

/** Answers what comes over its own socket and over those that are handed to it as connections. */
function createHttpServer(deps: RequestDeps): Server<typeof CountedRequest> {
  const server = createServer({
    IncomingMessage: CountedRequest,
    headersTimeout: deps.limits.headerSeconds * 1000,
    requestTimeout: REQUEST_SECONDS * 1000,
    connectionsCheckingInterval: (deps.limits.headerSeconds / 2) * 1000,
    keepAliveTimeout: IDLE_SECONDS * 1000,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
  });
  server.on("connect", (request, socket, head) => {
    handleConnect({ request, socket, head }, deps).catch((error: unknown) => {
      deps.log.error(errorFields(error), "connection failed");
      socket.destroy();
    });
  });
  const handle: Parameters<typeof guardRequests>[0] = (request, response) => {
    const { socket } = request;
    handleRequest(request, response, deps)
      .catch((error: unknown) => {
        deps.log.error(errorFields(error), "request failed");
        response.destroy();
      })
      // Nobody reads the rest of its body.
      .finally(() => request.complete || socket.destroySoon());
  };
  server.on(
    "request",
    guardRequests(handle, (socket) => deps.peerOf(socket).shutOut()),
  );
  return server;
}
