import { STREAM_END } from "@catalyst/api";
import { type Bell, createBell } from "./bell.ts";
import type { FramePage } from "./live-source.ts";
import type { Room } from "./room.ts";
import { type Viewer, writeFrames } from "./write-frames.ts";

const HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};
const RECONNECT = "retry: 1000\n\n";
const END = `event: ${STREAM_END}\ndata: {}\n\n`;
const HEARTBEAT = ":\n\n";

/** One thing, of one or several, that somebody follows. */
export interface FollowedRoom {
  room: Room;
  /** What its client calls it; null: it follows nothing else, and gets the bare items. */
  label: string | null;
  /** What the client has of it already. */
  after: number;
  /** The client doesn't know that number: it is told before anything comes. */
  isFromNow: boolean;
}

/**
 * Writes what comes into rooms for one who follows them, each in its order and all in turn, until there is nothing more in any. A
 * viewer that doesn't read is cut: it can go on from where it was. Without the last word the stream isn't over, and its client asks
 * for the rest.
 */
export async function pourRooms(followed: readonly FollowedRoom[], viewer: Viewer): Promise<void> {
  const news = createBell();
  const stops = followed.map(({ room }) => room.onNews(news.ring));
  try {
    await pour(followed, news, viewer);
  } finally {
    for (const stop of stops) {
      stop();
    }
  }
}

async function pour(followed: readonly FollowedRoom[], news: Bell, viewer: Viewer): Promise<void> {
  const { response, signal } = viewer;
  const positions = followed.map(({ after }) => after);
  let rung = news.count();
  // What can't be followed at all is refused before anything is written.
  let pages = await Promise.all(followed.map(({ room, after }) => room.next(after)));
  response.writeHead(200, HEADERS);
  response.write(RECONNECT + (followed.some(({ isFromNow }) => isFromNow) ? `id: ${positions.join(".")}\n\n` : ""));
  const heartbeat = setInterval(() => response.write(HEARTBEAT), viewer.heartbeatSeconds * 1000);
  try {
    while (!signal.aborted) {
      for (const [at, { frames }] of pages.entries()) {
        await writeFrames(frames, { at, positions, label: followed[at]?.label ?? null }, viewer);
      }
      if (pages.every(({ hasEnded }) => hasEnded)) {
        response.write(END);
        break;
      }
      if (pages.every(({ frames }) => frames.length === 0)) {
        await news.rungSince(rung, signal);
      }
      rung = news.count();
      pages = await Promise.all(
        pages.map((page, at) => nextPage(page, followed[at]?.room as Room, positions[at] as number)),
      );
    }
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** One page of each in turn: what has much to tell leaves the others their place. */
async function nextPage({ hasEnded }: FramePage, room: Room, position: number): Promise<FramePage> {
  return hasEnded ? { frames: [], hasEnded } : room.next(position);
}
