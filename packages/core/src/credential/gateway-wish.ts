import { z } from "zod";
import { StoredWay } from "../way.ts";
import type { WishStore } from "../wish/wish-store.ts";

/** What the gateway alone can do, asked of it by who can't: it holds the keys. */
export const GatewayWish = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rotate_keys") }),
  z.object({ kind: z.literal("test_credential"), credentialId: z.uuid() }),
]);
export type GatewayWish = z.infer<typeof GatewayWish>;

export const GatewayAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("rotated"),
    /** What is sealed to from now on. */
    keyId: z.string(),
    wrappedCount: z.int().nonnegative(),
    /** Older keys that something is sealed to still. */
    neededKeyIds: z.array(z.string()),
    /** Where the keys are given to the gateway: what may be removed from there now. null: it has removed them itself. */
    removableKeyIds: z.array(z.string()).nullable(),
    /** Why some couldn't be wrapped anew, each in words; the first ones. */
    problems: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("tested"),
    outcome: z.enum(["ok", "rejected", "unreachable"]),
    /** What the provider said, or why it couldn't be asked. */
    detail: z.string(),
  }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string(), way: StoredWay.nullish() }),
]);
export type GatewayAnswer = z.infer<typeof GatewayAnswer>;

export type GatewayWishStore = WishStore<GatewayWish, GatewayAnswer>;
