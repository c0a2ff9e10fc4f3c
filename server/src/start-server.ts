import { createServer, type Server } from "node:http";
import { listenOnOwnSocket } from "@catalyst/machine";
import { createApp } from "./api/create-app.ts";
import { createRequestHandler } from "./handle-request.ts";
import { refuseUnreadable } from "./http/refuse-unreadable.ts";
import { createStreams } from "./live/streams.ts";
import { noteRequests } from "./note-requests.ts";
import type { ServerDeps } from "./server-deps.ts";

const CHECK_SECONDS = 2;
const SWEEP_MILLISECONDS = 20;
const MAX_HEADERS = 100;

export interface RunningServer {
  /** Where the machine's owner asks. */
  socketPath: string;
  /** Takes no new requests, ends the streams so that their clients go on elsewhere, and cuts what takes too long. */
  stop(): Promise<void>;
}

/**
 * Serves the machine's owner on the socket `server.sock` in this folder. Throws `conflict` when a server runs there already.
 */
export async function startServer({ folder, deps }: { folder: string; deps: ServerDeps }): Promise<RunningServer> {
  const { limits, log } = deps;
  const streams = createStreams(deps);
  const server = createHttpServer(limits);
  server.on("request", createRequestHandler({ app: createApp(deps), streams, ...deps }));
  noteRequests(server, folder);
  const socketPath = await listenOnOwnSocket(server, { folder, name: "server.sock", who: "the server" });
  log.info({ socketPath, ready: true }, "server started");
  return {
    socketPath,
    async stop() {
      const timer = setTimeout(() => server.closeAllConnections(), limits.drainSeconds * 1000);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      streams.end();
      // What becomes idle by its last answer would be kept for another request.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
      await closed;
      clearTimeout(timer);
      clearInterval(sweep);
      log.info({ socketPath }, "server stopped");
    },
  };
}

function createHttpServer(limits: ServerDeps["limits"]): Server {
  const server = createServer({
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.requestSeconds * 1000,
    connectionsCheckingInterval: CHECK_SECONDS * 1000,
    keepAliveTimeout: limits.idleSeconds * 1000,
    maxHeaderSize: limits.maxHeaderBytes,
    insecureHTTPParser: false,
  });
  // Nothing goes to and fro while an answer is waited for.
  server.on("clientError", refuseUnreadable);
  server.timeout = (limits.idleSeconds + limits.takeSeconds + limits.answerSeconds) * 1000;
  server.maxConnections = limits.maxConnections;
  server.maxHeadersCount = MAX_HEADERS;
  return server;
}
