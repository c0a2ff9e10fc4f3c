import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Lets everybody in who comes, up to so many connections. Beyond them the oldest over which nothing is asked for ends: whoever has
 * something to ask says so at once, and somebody who holds connections without a word can't shut others out.
 * Of a server in clear: what lies below TLS isn't ended this way.
 */
export function keepRoom(server: Server, maxConnections: number): void {
  /** The oldest first, each with what was asked for over it and isn't answered yet. */
  const open = new Map<Socket, IncomingMessage | null>();
  server.on("connection", (socket: Socket) => {
    if (open.size >= maxConnections && !makeRoom(open)) {
      socket.destroy();
      return;
    }
    open.set(socket, null);
    socket.once("close", () => open.delete(socket));
  });
  server.on("request", (request, response) => {
    const { socket } = request;
    if (open.has(socket)) {
      open.set(socket, request);
      response.once("close", () => open.get(socket) === request && open.set(socket, null));
    }
  });
}

/** false: over each of them something is asked for. One whose body isn't there yet may be waited for in vain. */
function makeRoom(open: Map<Socket, IncomingMessage | null>): boolean {
  for (const [socket, request] of open) {
    if (request?.complete !== true) {
      open.delete(socket);
      socket.destroy();
      return true;
    }
  }
  return false;
}
