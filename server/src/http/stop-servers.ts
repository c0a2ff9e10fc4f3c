import type { Server } from "node:http";

const SWEEP_MILLISECONDS = 20;

/** Takes no new connections, lets answers come to their end, and cuts what isn't at its end by then. */
export async function stopServers(servers: readonly Server[], drainSeconds: number): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  // What becomes idle by its last answer would be kept for another request.
  const sweep = setInterval(() => {
    for (const server of servers) {
      server.closeIdleConnections();
    }
  }, SWEEP_MILLISECONDS);
  const timer = setTimeout(() => {
    for (const server of servers) {
      server.closeAllConnections();
    }
  }, drainSeconds * 1000);
  await Promise.all(closed);
  clearTimeout(timer);
  clearInterval(sweep);
}
