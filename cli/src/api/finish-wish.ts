import { type ApiClient, awaitWish, type Wish, type WishWatch } from "@catalyst/api/own";
import { readableError } from "./readable-errors.ts";

/** What became of what a worker was asked for. Throws what it failed with, and `cancelled` after the signal. */
export async function finishWish(
  client: ApiClient,
  begun: Wish,
  watch: WishWatch,
): Promise<NonNullable<Wish["answer"]>> {
  try {
    return await awaitWish(client, begun, watch);
  } catch (error) {
    throw readableError(error);
  }
}
