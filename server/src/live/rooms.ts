import type { LiveSource } from "./live-source.ts";
import { openRoom, type Room } from "./room.ts";

export interface Rooms {
  /** Works in the room of this name, which is opened for the first who enters, and closed behind the last. */
  within(name: string, source: LiveSource, work: (room: Room) => Promise<void>): Promise<void>;
}

interface Opened {
  room: Promise<Room>;
  inside: number;
}

export function createRooms(): Rooms {
  const opened = new Map<string, Opened>();
  return {
    async within(name, source, work) {
      const entered = opened.get(name) ?? { room: openRoom(source), inside: 0 };
      opened.set(name, entered);
      entered.inside += 1;
      try {
        await work(await entered.room);
      } finally {
        entered.inside -= 1;
        if (entered.inside === 0) {
          opened.delete(name);
          await entered.room.then((room) => room.close()).catch(() => undefined);
        }
      }
    },
  };
}
