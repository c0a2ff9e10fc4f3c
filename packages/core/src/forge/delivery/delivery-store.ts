import type { DeliveryOutcome, GitHubDelivery } from "./delivery.ts";

export type NewDelivery = Pick<GitHubDelivery, "appId" | "guid" | "event" | "body">;

/** `known`: it is there already; where it had been set aside, it is tried anew. `gone`: its App is, and it isn't stored. */
export type AddedDelivery = "added" | "known" | "gone";

/** What GitHub told us, until it was decided what it means. Any number of processes may decide: each delivery is had by one at a time. */
export interface GitHubDeliveryStore {
  /** Stores them for good before this ends, all or none, and says of each what became of it. None may be named twice. */
  add(deliveries: readonly NewDelivery[]): Promise<AddedDelivery[]>;
  /** Which of these the App told us, whatever became of it. */
  findKnown(appId: string, guids: readonly string[]): Promise<string[]>;
  /** How much waits. */
  measureWaiting(): Promise<{ count: number; bytes: number }>;
  /** The one that came first of those that are due, for so long as the lease lasts, and counts the try. null: none is. */
  claimNext(input: { leaseSeconds: number }): Promise<GitHubDelivery | null>;
  /** Has the lease last so long from now. False: the delivery was claimed anew meanwhile, or is settled. */
  renew(delivery: Pick<GitHubDelivery, "number" | "attempts">, input: { leaseSeconds: number }): Promise<boolean>;
  /** Says what a try came to. False: nothing was done, as the delivery was claimed anew meanwhile. What was decided has no body any more. */
  settle(delivery: Pick<GitHubDelivery, "number" | "attempts">, outcome: DeliveryOutcome): Promise<boolean>;
  /** Removes what came to nothing, and what came to something, before. Returns how many. */
  removeSettled(before: { ignoredBefore: Date; decidedBefore: Date }): Promise<number>;
  /** Calls the handler soon after something was added. Returns how to stop. */
  watch(onAdded: () => void): Promise<() => void>;
}
