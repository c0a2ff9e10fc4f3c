import { Refusal } from "../http/refusal.ts";
import type { HolderUsage } from "./execution-usage.ts";

/** Bodies that one request keeps in memory, counted against its execution's holder. */
export interface MemoryHold {
  /** Refuses with `rate_limited` when the execution's open requests would keep too much. */
  add(bytes: number): void;
  release(): void;
}

export function createMemoryHold(usage: Pick<HolderUsage, "heldBytes">, maxHeldBytes: number): MemoryHold {
  let held = 0;
  return {
    add(bytes) {
      if (usage.heldBytes + bytes > maxHeldBytes) {
        throw new Refusal("rate_limited", "The open requests of this execution are too large together.", {
          retryAfterSeconds: 1,
        });
      }
      held += bytes;
      usage.heldBytes += bytes;
    },
    release() {
      usage.heldBytes -= held;
      held = 0;
    },
  };
}
