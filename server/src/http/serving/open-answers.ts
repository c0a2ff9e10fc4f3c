import type { Server, ServerResponse } from "node:http";

const OPEN = new WeakMap<Server, Set<ServerResponse>>();

/** What a server still has to answer, of what came since this was first asked. */
export function openAnswers(server: Server): ReadonlySet<ServerResponse> {
  const known = OPEN.get(server);
  if (known !== undefined) {
    return known;
  }
  const open = new Set<ServerResponse>();
  OPEN.set(server, open);
  server.on("request", (_request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  return open;
}
