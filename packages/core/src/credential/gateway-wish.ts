import { z } from "zod";
import { Rotated } from "../sealing/rotated.ts";
import { StoredWay } from "../way.ts";
import type { WishStore } from "../wish/wish-store.ts";

/** What the gateway alone can do, asked of it by who can't: it holds the keys. */
export const GatewayWish = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rotate_keys") }),
  z.object({ kind: z.literal("test_credential"), credentialId: z.uuid() }),
]);
export type GatewayWish = z.infer<typeof GatewayWish>;

export const GatewayAnswer = z.discriminatedUnion("kind", [
  Rotated.extend({ kind: z.literal("rotated") }),
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
