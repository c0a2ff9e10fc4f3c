import type { Writable } from "node:stream";
import { STREAM_END } from "@catalyst/api";
import type { Room } from "./room.ts";

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};
const RECONNECT = "retry: 1000\n\n";
const END = `event: ${STREAM_END}\ndata: {}\n\n`;
const HEARTBEAT = ":\n\n";

export interface Viewer {
  response: Writable & { writeHead(status: number, headers: Record<string, string>): unknown };
  /** What it has already. */
  after: number;
  /** It left, or the server stops. */
  signal: AbortSignal;
  stallSeconds: number;
  heartbeatSeconds: number;
}

/**
 * Writes what comes into a room for one who follows, until there is nothing more. A viewer that doesn't read is cut: it can
 * go on from where it was. Without the last word the stream isn't over, and its client asks for the rest.
 */
export async function pourRoom({ bell, next }: Room, viewer: Viewer): Promise<void> {
  const { response, signal } = viewer;
  let rung = bell.count();
  // What can't be followed at all is refused before anything is written.
  let page = await next(viewer.after);
  response.writeHead(200, HEADERS);
  response.write(RECONNECT);
  const heartbeat = setInterval(() => response.write(HEARTBEAT), viewer.heartbeatSeconds * 1000);
  try {
    let position = viewer.after;
    while (!signal.aborted) {
      for (const { number, bytes } of page.frames) {
        await write(bytes, viewer);
        position = number;
      }
      if (page.hasEnded) {
        response.write(END);
        break;
      }
      if (page.frames.length === 0) {
        await bell.rungSince(rung, signal);
      }
      rung = bell.count();
      page = await next(position);
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

async function write(bytes: Buffer, { response, signal, stallSeconds }: Viewer): Promise<void> {
  if (signal.aborted || response.write(bytes)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off("drain", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    // Its end is told by the signal.
    const timer = setTimeout(() => response.destroy(), stallSeconds * 1000);
    response.once("drain", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
