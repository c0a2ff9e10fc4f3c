import type { Keeper } from "../account/keeper.ts";
import type { EffectKind, OutboxItem, TryOutcome } from "./outbox-item.ts";

/** What is written into the outbox. */
export interface NewOutboxItem {
  /** What it is; there is none twice. */
  key: string;
  kind: EffectKind;
  /** What goes the same way is done one after another. */
  lane: string;
  destinationId: string | null;
  taskId: string | null;
  payload: object;
  lifetimeSeconds: number;
}

/** What is to be done outside. Any number of processes may do it: each item is had by one at a time. */
export interface OutboxStore {
  /** Its id; of the one that is there already, if there is one of this key. */
  add(item: NewOutboxItem): Promise<string>;
  /**
   * The item of these kinds that has been due for longest, for so long as the lease lasts, and counts the try. Of one lane
   * one is had at a time. null: none is due.
   */
  claimNext(input: { kinds: readonly EffectKind[]; leaseSeconds: number }): Promise<OutboxItem | null>;
  /** Has the lease last so long from now. False: the item was claimed anew meanwhile, or is settled. */
  renew(item: Pick<OutboxItem, "id" | "attempts">, input: { leaseSeconds: number }): Promise<boolean>;
  /** Says what a try came to. Nothing, when the item was claimed anew meanwhile. */
  settle(item: Pick<OutboxItem, "id" | "attempts">, outcome: TryOutcome): Promise<void>;
  /** Those for a keeper's destination, the newest first, before this number. */
  listFor(input: {
    destinationId: string;
    keeper: Keeper;
    beforeNumber: number | null;
    limit: number;
  }): Promise<(OutboxItem & { number: number })[]>;
  /** One for any of the keeper's destinations. */
  find(of: { id: string; keeper: Keeper }): Promise<OutboxItem | null>;
  /** Lets what was given up be tried anew, under its id. False: the keeper has no such. */
  revive(of: { id: string; keeper: Keeper; lifetimeSeconds: number }): Promise<boolean>;
  /** How many are tried within this time, or are being tried. */
  countDueWithin(seconds: number): Promise<number>;
  /** Removes what was settled before. Returns how many. */
  removeSettled(before: { deliveredBefore: Date; deadBefore: Date }): Promise<number>;
  /** Calls the handler soon after something was added. Returns how to stop. */
  watch(onAdded: () => void): Promise<() => void>;
}
