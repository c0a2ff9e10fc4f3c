import type { RequestListener, Server } from "node:http";
import { listenOnOwnSocket } from "@catalyst/machine";
import { createApp } from "./api/create-app.ts";
import { type DoorSettings, openDoor } from "./door/open-door.ts";
import { createRequestHandler } from "./handle-request.ts";
import { nameRequest } from "./http/name-request.ts";
import { createHttpServer } from "./http/serving/create-http-server.ts";
import { stopServers } from "./http/serving/stop-servers.ts";
import { limitKeys } from "./keys/limit-keys.ts";
import { createStreams } from "./live/streams.ts";
import type { MakeFactory } from "./mcp/exchange.ts";
import { noteRequests, type RequestNotes } from "./note-requests.ts";
import type { ServerDeps } from "./server-deps.ts";
import { holdAskers } from "./who/hold-askers.ts";
import { watchRights } from "./who/watch-rights.ts";
import { askAsOwner } from "./who/who-asks.ts";

export interface StartServerInput {
  /** Holds the socket of the machine's owner. */
  folder: string;
  /** Where everybody else asks; null: nowhere. */
  door: DoorSettings | null;
  deps: ServerDeps;
  /** What clients of MCP are served there; left out: the tools. */
  makeFactory?: MakeFactory;
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
 * runs there already, and `invalid_configuration`.
 */
export async function startServer({ folder, door, deps, makeFactory }: StartServerInput): Promise<RunningServer> {
  const { limits, log, owner } = deps;
  const rightWatch = await watchRights(deps.rights);
  const held = holdAskers(deps, rightWatch);
  const streams = createStreams(deps, held);
  const closing = new AbortController();
  const limitKey = limitKeys(limits.keyRequestsPerMinute);
  const parts = { ...deps, app: createApp(deps), streams, held, rightWatch, limitKey, closing: closing.signal };
  const own = createHttpServer(answerOwner(createRequestHandler({ ...parts, whoAsks: askAsOwner(owner) })), limits);
  const notes = noteRequests(folder);
  notes.of(own);
  const socketPath = await listenOnOwnSocket(own, { folder, name: "server.sock", who: "the server" });
  const opening = door === null ? null : openDoor(door, { ...parts, folder, note: notes.of, makeFactory });
  const opened = (await opening?.catch(shut(own, notes))) ?? null;
  const servers = [own, ...(opened?.servers ?? [])];
  const { origin: url = null, ownOrigin: ownUrl } = opened?.address ?? {};
  log.info({ socketPath, ...(url === null ? {} : { url, ownUrl }), ready: true }, "server started");
  return {
    socketPath,
    url,
    async stop() {
      const stopped = stopServers(servers, limits.drainSeconds);
      closing.abort();
      held.end();
      opened?.close();
      await stopped;
      notes.end();
      rightWatch.close();
      log.info({ socketPath }, "server stopped");
    },
  };
}

/** What can't be started whole isn't there at all. */
function shut(server: Server, notes: RequestNotes): (error: unknown) => never {
  return (error) => {
    server.close();
    notes.end();
    throw error;
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
