import { setTimeout as wait } from "node:timers/promises";
import { type GatewayAccess, sendRequest } from "../gateway/send-request.ts";
import { isReached } from "./reach.ts";
import { nameTarget, type Target } from "./target.ts";

/** So long may what was lost be used: a look is a few connections that nobody answers. */
const EVERY_MILLISECONDS = 20_000;
const PATIENCE_MILLISECONDS = 1000;
const TELL_MILLISECONDS = 10_000;

/** Somebody else than the gateway can be reached, which was proven not to be so before anything began here. */
export class IsolationLost extends Error {
  override readonly name = "IsolationLost";
}

/**
 * Looks at once and again and again whether somebody answers who must not. Aborted with `IsolationLost` when one does; the gateway is
 * told before, with which nothing counts any more that this environment says.
 */
export function watchIsolation(
  denied: readonly Target[],
  access: GatewayAccess,
  everyMilliseconds = EVERY_MILLISECONDS,
): AbortSignal {
  const lost = new AbortController();
  void (async () => {
    while (!lost.signal.aborted) {
      const reached = await listReached(denied);
      if (reached.length > 0) {
        await tell(reached, access).catch(() => undefined);
        lost.abort(lossOf(reached));
      }
      // No reason for the process to live on.
      await wait(everyMilliseconds, undefined, { ref: false });
    }
  })();
  return lost.signal;
}

/**
 * The same while a job is waited for, until the signal: what the probe found may be hours old by then, and whose environment it is
 * nobody could be told yet.
 */
export function watchWaiting(
  denied: readonly Target[],
  until: AbortSignal,
  everyMilliseconds = EVERY_MILLISECONDS,
): AbortSignal {
  const lost = new AbortController();
  void (async () => {
    for (;;) {
      await wait(everyMilliseconds, undefined, { ref: false, signal: until }).catch(() => undefined);
      const reached = until.aborted ? [] : await listReached(denied);
      if (until.aborted) {
        return;
      }
      if (reached.length > 0) {
        lost.abort(lossOf(reached));
        return;
      }
    }
  })();
  return lost.signal;
}

function lossOf(reached: readonly string[]): IsolationLost {
  return new IsolationLost(`From inside was reached: ${reached.join(", ")}`);
}

async function listReached(denied: readonly Target[]): Promise<string[]> {
  // One connection is enough to be reached: what needs several tries to answer is the first probe's matter.
  const targets = denied.filter(({ protocol }) => protocol === "tcp");
  const found = await Promise.all(targets.map((target) => isReached(target, PATIENCE_MILLISECONDS)));
  return targets.filter((_target, index) => found[index]).map(nameTarget);
}

async function tell(failures: string[], access: GatewayAccess): Promise<void> {
  const { signal } = new AbortController();
  const body = JSON.stringify({ failures: failures.slice(0, 32) });
  await sendRequest({
    ...access,
    ...{ method: "POST", path: "/isolation", body, signal },
    timeoutMilliseconds: TELL_MILLISECONDS,
  });
}
