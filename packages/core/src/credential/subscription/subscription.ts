import { z } from "zod";

/** What a credential is: a key, whose use is paid for, or a person's subscription, which covers what one agent asks. */
export const CredentialKind = z.enum(["key", "subscription"]);
export type CredentialKind = z.infer<typeof CredentialKind>;

/** How far a subscription is used up, as its provider told last. */
export const SubscriptionLimit = z.object({
  isReached: z.boolean(),
  /** When it counts from the beginning again; null: the provider didn't say. */
  resetsAt: z.iso.datetime().nullable(),
});
export type SubscriptionLimit = z.infer<typeof SubscriptionLimit>;

/** How a subscription stands; all null for a key. */
export const SubscriptionState = z.object({
  /** Why nothing can be asked with it before it is signed in anew, as a sentence. */
  signInNeeded: z.string().nullable(),
  /** Since when a refresh of its tokens is under way, or ended without a word of how. */
  refreshBeganAt: z.date().nullable(),
  /** When its tokens came from a refresh; null: they are those that were added. */
  refreshedAt: z.date().nullable(),
  limit: SubscriptionLimit.nullable().catch(null),
});
export type SubscriptionState = z.infer<typeof SubscriptionState>;

export const NEW_SUBSCRIPTION: SubscriptionState = {
  signInNeeded: null,
  refreshBeganAt: null,
  refreshedAt: null,
  limit: null,
};
