import type { Server } from "node:http";
import type { Socket } from "node:net";
import { openAnswers } from "./open-answers.ts";

/**
 * Lets everybody in who comes, up to so many connections. Beyond them the oldest over which nothing is asked for ends, whether it has
 * a handshake before it or behind it: whoever has something to ask says so at once, and somebody who holds connections without a
 * word can't shut others out.
 */
export function keepRoom(server: Server, maxConnections: number): void {
  const answers = openAnswers(server);
  /** The oldest first. */
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    if (open.size >= maxConnections && !makeRoom()) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });

  /** false: over each of them something is asked for. One whose body isn't there yet may be waited for in vain. */
  function makeRoom(): boolean {
    const asking = [...answers].filter(({ req }) => req.complete).map(({ req }) => endsOf(req.socket));
    const busy = new Set(asking);
    for (const socket of open) {
      if (!busy.has(endsOf(socket))) {
        open.delete(socket);
        socket.destroy();
        return true;
      }
    }
    return false;
  }
}

/** The same for a connection and for what is said within it over TLS, which is another socket to Node. */
function endsOf(socket: Socket): Socket | string {
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  return remotePort === undefined ? socket : [remoteAddress, remotePort, localAddress, localPort].join(" ");
}
