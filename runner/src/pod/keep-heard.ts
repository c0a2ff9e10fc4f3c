import { setTimeout as wait } from "node:timers/promises";
import { type GatewayAccess, sendRequest } from "../gateway/send-request.ts";

const EVERY_MILLISECONDS = 10_000;
const ANSWER_MILLISECONDS = 10_000;

/** Lets the gateway hear of a stage that has nothing to tell for long: by its silence a lost node is known. What is answered doesn't matter. */
export function keepHeard(access: GatewayAccess, everyMilliseconds = EVERY_MILLISECONDS): void {
  const { signal } = new AbortController();
  void (async () => {
    for (;;) {
      // No reason for the process to live on.
      await wait(everyMilliseconds, undefined, { ref: false });
      const asked = {
        ...access,
        method: "GET",
        path: "/stop",
        timeoutMilliseconds: ANSWER_MILLISECONDS,
        signal,
      } as const;
      await sendRequest(asked).catch(() => undefined);
    }
  })();
}
