import { setTimeout as wait } from "node:timers/promises";
import type { TestServer } from "../../server/src/testing/start-test-server.ts";

const EACH_MILLISECONDS = 100;

/**
 * Ends all streams soon after they began, as when the right to follow may have ended: of a stream without an end a request only comes to
 * its time limit. Returns how to stop.
 */
export function endStreams({ deps: { rights, owner } }: TestServer): () => Promise<void> {
  let isStopping = false;
  const ending = (async () => {
    while (!isStopping) {
      await rights.end({ kind: "person", id: owner.userId });
      await wait(EACH_MILLISECONDS);
    }
  })();
  return async () => {
    isStopping = true;
    await ending;
  };
}
