import type { Server } from "node:http";
import type { Server as PlainServer } from "node:net";
import { giveLastAnswers } from "./last-answers.ts";

const SWEEP_MILLISECONDS = 20;

/** Takes no new connections, lets answers come to their end, and cuts what isn't at its end by then. */
export async function stopServers(servers: readonly (Server | PlainServer)[], drainSeconds: number): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  const serving = servers.filter((server): server is Server => "closeIdleConnections" in server);
  for (const server of serving) {
    giveLastAnswers(server);
  }
  // What becomes idle by its last answer would be kept for another request.
  const sweep = setInterval(() => {
    for (const server of serving) {
      server.closeIdleConnections();
    }
  }, SWEEP_MILLISECONDS);
  const timer = setTimeout(() => {
    for (const server of serving) {
      server.closeAllConnections();
    }
  }, drainSeconds * 1000);
  await Promise.all(closed);
  clearTimeout(timer);
  clearInterval(sweep);
}
