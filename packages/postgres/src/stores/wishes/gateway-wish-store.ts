import { GatewayAnswer, GatewayWish, type GatewayWishStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { gatewayWishes } from "../../schema/tasks.ts";
import { postgresWishStore } from "./wish-store.ts";

const UNKNOWN: GatewayAnswer = {
  kind: "failed",
  code: "unavailable",
  message: "Asking the gateway failed: it doesn't know what it was asked for. Start the gateway of this version.",
};

/** What the gateway is asked to do, in PostgreSQL. */
export function postgresGatewayWishStore(db: Database): GatewayWishStore {
  const types = { Wish: GatewayWish, Answer: GatewayAnswer, unknown: UNKNOWN };
  const scope = { condition: undefined, values: {} };
  return postgresWishStore(db, { table: gatewayWishes, scope, channel: "gateway_wish", ...types });
}
