import type { RequestListener } from "node:http";
import type { Duplex } from "node:stream";
import type { CountedRequest } from "./counted-request.ts";
import { createUnanswered } from "./unanswered.ts";

type Listener = RequestListener<typeof CountedRequest>;

/**
 * Hands requests on, but for those of a connection that asks before it was answered, over and over, or sends a body in crumbs: both
 * cost the thread that answers everybody its time, and for these `shutOut` is called.
 */
export function guardRequests(handle: Listener, shutOut: (socket: Duplex) => void): Listener {
  const unanswered = createUnanswered();
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) {
      return;
    }
    request.once("crumbled", () => shutOut(socket));
    if (unanswered.add(request, response)) {
      handle(request, response);
    } else {
      shutOut(socket);
    }
  };
}
