import type { LiveSource } from "./live-source.ts";
import { openRoom, type Room } from "./room.ts";

export interface Rooms {
  /** Enters the room of this name, which is opened for the first who comes, and closed behind the last who leaves. */
  enter(name: string, source: LiveSource): Promise<Entered>;
}

export interface Entered {
  room: Room;
  leave(): Promise<void>;
}

interface Opened {
  room: Promise<Room>;
  inside: number;
}

export function createRooms(): Rooms {
  const opened = new Map<string, Opened>();
  return {
    async enter(name, source) {
      const entered = opened.get(name) ?? { room: openRoom(source), inside: 0 };
      opened.set(name, entered);
      entered.inside += 1;
      const leave = async () => {
        entered.inside -= 1;
        if (entered.inside === 0) {
          opened.delete(name);
          await entered.room.then((room) => room.close()).catch(() => undefined);
        }
      };
      try {
        return { room: await entered.room, leave };
      } catch (error) {
        await leave();
        throw error;
      }
    },
  };
}
