import type { World } from "../state/world.ts";
import { attempt } from "./deliver.ts";
import type { Delivery, Notice } from "./delivery.ts";

/** How webhooks go astray: late, in another order, twice, under a GUID that was another's. */
export interface Mail {
  /** From now on nothing is sent. */
  hold(): void;
  /** Sends what was held, in the order that is made of it, and goes on as usual. */
  release(order?: (held: readonly Notice[]) => readonly Notice[]): void;
  /** Once more, as no redelivery: under a GUID of its own, as a second hook would tell it, or under a given one. */
  repeat(delivery: Delivery, guid?: string): void;
}

export function makeMail(world: World): Mail {
  return {
    hold() {
      world.held ??= [];
    },
    release(order = (held) => held) {
      const held = world.held ?? [];
      world.held = null;
      for (const notice of order(held)) {
        attempt(world, notice);
      }
    },
    repeat: (delivery, guid = crypto.randomUUID()) => attempt(world, { ...delivery, guid, isRedelivery: false }),
  };
}
