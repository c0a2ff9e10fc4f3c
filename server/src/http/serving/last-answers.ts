import type { Server, ServerResponse } from "node:http";

const OPEN = new WeakMap<object, Set<ServerResponse>>();

/** Remembers which answers a server still has to give. */
export function trackAnswers(server: Server): void {
  const open = new Set<ServerResponse>();
  OPEN.set(server, open);
  server.on("request", (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
  });
}

/** Has a tracked server's clients told with each answer from now on that it is the last one over its connection. */
export function giveLastAnswers(server: Server): void {
  const end = (response: ServerResponse) => {
    response.shouldKeepAlive = false;
  };
  for (const response of OPEN.get(server) ?? []) {
    end(response);
  }
  server.prependListener("request", (_request, response) => end(response));
}
