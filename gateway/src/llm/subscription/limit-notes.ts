import type { AgentCredential, SubscriptionLimit, SubscriptionStore } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../../error-fields.ts";

const MAX_ENTRIES = 1000;

/** Keeps what providers tell of subscriptions' limits where their owners see it. */
export interface LimitNotes {
  /** Stores what is new of it. Never throws: it is told again with the next answer. */
  note(credential: Pick<AgentCredential, "id">, limit: SubscriptionLimit | null): Promise<void>;
}

export function createLimitNotes(deps: {
  subscriptions: Pick<SubscriptionStore, "noteLimit">;
  log: Logger;
}): LimitNotes {
  const told = new Map<string, string>();
  return {
    async note({ id }, limit) {
      const words = JSON.stringify(limit);
      if (limit === null || told.get(id) === words) {
        return;
      }
      if (told.size >= MAX_ENTRIES) {
        told.clear();
      }
      told.set(id, words);
      await deps.subscriptions.noteLimit(id, limit).catch((error: unknown) => {
        told.delete(id);
        deps.log.warn(errorFields(error), "limit of a subscription not stored");
      });
    },
  };
}
