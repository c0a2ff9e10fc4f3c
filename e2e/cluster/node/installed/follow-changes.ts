import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { z } from "zod";

const OK = 200;
const PAUSE_MILLISECONDS = 100;
const Change = z.object({ number: z.int() });

export interface Following {
  /** Asked anew each time that a stream broke off. */
  address: () => Promise<string>;
  path: string;
  headers: Readonly<Record<string, string>>;
}

/** Follows a task's changes as a client does: where a stream breaks off it asks for what comes after what it has. */
export function followChanges({ address, path, headers }: Following) {
  const stopping = new AbortController();
  const numbers: number[] = [];
  let connections = 0;
  let last: string | null = null;
  const readFrame = (frame: string) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1];
    const data = field("data");
    if (data !== undefined) {
      last = field("id") ?? last;
      numbers.push(Change.parse(JSON.parse(data)).number);
    }
  };
  const followOnce = async () => {
    const { statusCode, body } = await request(`${await address()}${path}`, {
      headers: { ...headers, ...(last === null ? {} : { "last-event-id": last }) },
      signal: stopping.signal,
    });
    connections += statusCode === OK ? 1 : 0;
    let text = "";
    for await (const part of body) {
      text += String(part);
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      frames.forEach(readFrame);
    }
  };
  const ended = (async () => {
    while (!stopping.signal.aborted) {
      // However it ended, what comes next is asked of whoever is there.
      await followOnce().catch(() => undefined);
      await sleep(PAUSE_MILLISECONDS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    numbers,
    connections: () => connections,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
