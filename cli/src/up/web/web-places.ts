import { join } from "node:path";

/** Where the web of a home listens: a socket, as a port would be anybody's while it isn't there. */
export function webSocketOf(home: string): string {
  return join(home, "web", "web.sock");
}

/** What building it said. */
export function webLogOf(home: string): string {
  return join(home, "logs", "web-build.log");
}
