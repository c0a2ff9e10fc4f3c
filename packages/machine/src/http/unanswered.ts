import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** No client of ours, and none that an agent uses, sends a request before the answer to the former one. */
const MAX_UNANSWERED = 4;

/** Counts the requests of each connection that wait for their answer. */
export interface Unanswered {
  /** False when there are too many: the connection's reader has thousands of them in one piece, and takes its time for all. */
  add(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createUnanswered(): Unanswered {
  const counts = new WeakMap<Duplex, number>();
  return {
    add({ socket }, response) {
      const count = (counts.get(socket) ?? 0) + 1;
      if (count > MAX_UNANSWERED) {
        return false;
      }
      counts.set(socket, count);
      response.once("close", () => counts.set(socket, (counts.get(socket) ?? 1) - 1));
      return true;
    },
  };
}
