import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { CountedRequest, guardRequests } from "@catalyst/machine";
import type { ServerLimits } from "../../server-limits.ts";
import { keepRoom } from "./keep-room.ts";
import { refuseTunnel, refuseUnreadable } from "./refuse-unreadable.ts";

const CHECK_SECONDS = 2;
/** Node drops those beyond in silence: one more shows that there were too many. */
const MAX_HEADERS = 101;

export interface TlsPair {
  cert: Buffer;
  key: Buffer;
}

/** A server that waits for nobody longer, and reads no more of them, than the limits say. `tls` null: in clear. */
export function createHttpServer(handle: RequestListener, limits: ServerLimits, tls: TlsPair | null = null): Server {
  const options = {
    IncomingMessage: CountedRequest,
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.requestSeconds * 1000,
    connectionsCheckingInterval: CHECK_SECONDS * 1000,
    keepAliveTimeout: limits.idleSeconds * 1000,
    maxHeaderSize: limits.maxHeaderBytes,
    insecureHTTPParser: false,
  };
  const server =
    tls === null
      ? createServer(options)
      : createTlsServer({ ...options, ...tls, handshakeTimeout: limits.headerSeconds * 1000 });
  keepRoom(server, limits.maxConnections);
  server.on(
    "request",
    guardRequests(handle, (socket) => socket.destroy()),
  );
  server.on("clientError", refuseUnreadable);
  server.on("connect", refuseTunnel);
  // Nothing goes to and fro while an answer is waited for.
  server.timeout = (limits.idleSeconds + limits.takeSeconds + limits.answerSeconds) * 1000;
  server.maxHeadersCount = MAX_HEADERS;
  return server;
}
