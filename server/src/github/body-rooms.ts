import { MAX_DELIVERY_BYTES } from "@catalyst/core/forge";
import { createRoom, type Room } from "./room.ts";

/** Nearly all deliveries are smaller. Those that aren't have a room of their own, which forgers can fill without holding up the rest. */
const SMALL_BYTES = 256 * 1024;
const SMALL_TOTAL = 32 * 1024 * 1024;
const LARGE_TOTAL = 2 * MAX_DELIVERY_BYTES;
/** What is small counts for as much, so that there can't be any number of them. */
const LEAST_BYTES = 4 * 1024;
/** GitHub waits 10 seconds for an answer. */
const PATIENCE_MILLISECONDS = 8000;
const MAX_WAITING = 4096;

/** Where bodies are while they are read and stored. */
export interface BodyRooms {
  /** As `Room.enter`, for a body that says its length so, or not at all. */
  enter(client: string, length: string | undefined): ReturnType<Room["enter"]>;
}

export function createBodyRooms(): BodyRooms {
  const waits = { maxWaiting: MAX_WAITING, patienceMilliseconds: PATIENCE_MILLISECONDS };
  const small = createRoom({ ...waits, total: SMALL_TOTAL, ofOne: SMALL_TOTAL / 2 });
  const large = createRoom({ ...waits, total: LARGE_TOTAL, ofOne: LARGE_TOTAL / 2 });
  return {
    enter(client, length) {
      const bytes = length === undefined ? MAX_DELIVERY_BYTES : Number(length);
      return bytes <= SMALL_BYTES ? small.enter(client, Math.max(bytes, LEAST_BYTES)) : large.enter(client, bytes);
    },
  };
}
