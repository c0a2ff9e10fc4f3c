import { ApiError } from "../client/api-error.ts";
import type { ApiClient } from "../client/build-client.ts";
import type { Wish } from "./wish.ts";

export interface WishWatch {
  /** Told what is done just now, in words. */
  onProgress?: (message: string) => void;
  signal?: AbortSignal;
}

/**
 * What became of something that takes long and was begun. Throws `ApiError` with what it failed with, and `cancelled` after the
 * signal: it goes on all the same.
 */
export async function awaitWish(
  client: Pick<ApiClient, "follow">,
  begun: Wish,
  { onProgress, signal }: WishWatch = {},
): Promise<NonNullable<Wish["answer"]>> {
  let newest = begun;
  if (begun.state === "working") {
    for await (const wish of client.follow("streamWish", { params: { wish: begun.id }, query: {} }, { signal })) {
      newest = wish;
      if (wish.progress !== null) {
        onProgress?.(wish.progress);
      }
    }
  }
  if (newest.problem !== null) {
    const { code, detail, way } = newest.problem;
    throw new ApiError(code, detail, { way });
  }
  if (newest.answer === null) {
    throw new ApiError("cancelled", "Not waited for any longer. The worker does what it was asked for all the same.");
  }
  return newest.answer;
}
