import { createServer, type RequestListener, type Server } from "node:http";
import { listenOnOwnSocket } from "@catalyst/machine";
import { createApp } from "./api/create-app.ts";
import { createDoor } from "./door/create-door.ts";
import { type AskedPort, listenOnPort } from "./door/listen-on-port.ts";
import { createMounts } from "./door/mounts.ts";
import { createRequestHandler } from "./handle-request.ts";
import { nameRequest } from "./http/name-request.ts";
import { refuseUnreadable } from "./http/refuse-unreadable.ts";
import { stopServers } from "./http/stop-servers.ts";
import { createStreams } from "./live/streams.ts";
import { noteRequests } from "./note-requests.ts";
import type { ServerDeps } from "./server-deps.ts";
import { watchRights } from "./who/watch-rights.ts";
import { askAsOwner } from "./who/who-asks.ts";

const CHECK_SECONDS = 2;
const MAX_HEADERS = 100;

export interface StartServerInput {
  /** Holds the socket of the machine's owner. */
  folder: string;
  /** Where everybody else asks; null: nowhere. */
  port: Omit<AskedPort, "folder"> | null;
  deps: ServerDeps;
}

export interface RunningServer {
  /** Where the machine's owner asks. */
  socketPath: string;
  /** Where everybody else does; null: nowhere. */
  url: string | null;
  /** Takes no new requests, ends the streams so that their clients go on elsewhere, and cuts what takes too long. */
  stop(): Promise<void>;
}

/**
 * Serves the machine's owner on the socket `server.sock` in this folder, and everybody on the port. Throws `conflict` when a server
 * runs there already.
 */
export async function startServer({ folder, port, deps }: StartServerInput): Promise<RunningServer> {
  const { limits, log } = deps;
  const rightWatch = await watchRights(deps.rights);
  const streams = createStreams(deps, rightWatch);
  const parts = { ...deps, app: createApp(deps), streams, rightWatch };
  const own = createHttpServer(
    limits,
    answerOwner(createRequestHandler({ ...parts, whoAsks: askAsOwner(deps.owner) })),
  );
  const servers = [own];
  noteRequests(own, folder);
  const socketPath = await listenOnOwnSocket(own, { folder, name: "server.sock", who: "the server" });
  let url: string | null = null;
  if (port !== null) {
    const door = createHttpServer(limits, createDoor(createMounts(parts)));
    servers.push(door);
    noteRequests(door, folder);
    url = `http://localhost:${await listenOnPort(door, { ...port, folder })}`;
  }
  log.info({ socketPath, ...(url === null ? {} : { url }), ready: true }, "server started");
  return {
    socketPath,
    url,
    async stop() {
      const stopped = stopServers(servers, limits.drainSeconds);
      streams.end();
      await stopped;
      rightWatch.close();
      log.info({ socketPath }, "server stopped");
    },
  };
}

/** Whatever a client calls the server by: over its socket that means nothing. */
function answerOwner(handle: RequestListener): RequestListener {
  return (request, response) => {
    nameRequest(request, response);
    request.headers.host = "localhost";
    handle(request, response);
  };
}

function createHttpServer(limits: ServerDeps["limits"], handle: RequestListener): Server {
  const server = createServer({
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.requestSeconds * 1000,
    connectionsCheckingInterval: CHECK_SECONDS * 1000,
    keepAliveTimeout: limits.idleSeconds * 1000,
    maxHeaderSize: limits.maxHeaderBytes,
    insecureHTTPParser: false,
  });
  server.on("request", handle);
  // Nothing goes to and fro while an answer is waited for.
  server.on("clientError", refuseUnreadable);
  server.timeout = (limits.idleSeconds + limits.takeSeconds + limits.answerSeconds) * 1000;
  server.maxConnections = limits.maxConnections;
  server.maxHeadersCount = MAX_HEADERS;
  return server;
}
