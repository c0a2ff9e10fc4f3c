import { once } from "node:events";
import { Agent, type IncomingMessage, request as startRequest } from "node:http";
import { readDelays } from "../parts/tail-file.ts";

export interface Following {
  /** How late each line came, in milliseconds. */
  delays: number[];
  leave(): void;
}

const ALONE = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/** Follows a stream of lines that say when they were written. */
export async function follow(socketPath: string, path: string): Promise<Following> {
  const asked = startRequest({ socketPath, path, agent: ALONE });
  const [message] = (await once(asked.end(), "response")) as [IncomingMessage];
  if (message.statusCode !== 200) {
    throw new Error(`${path} was answered with ${message.statusCode}`);
  }
  const delays: number[] = [];
  // It is left before it ends.
  readDelays(message, delays).catch(() => undefined);
  return { delays, leave: () => message.destroy() };
}
