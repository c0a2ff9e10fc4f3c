import type { GitHubDeliveryStore } from "@catalyst/core/forge";
import type { Logger } from "pino";
import { lookWhile } from "../look.ts";
import { actEvery } from "../rest.ts";

/** As many may wait for GitHub before others wait for them. */
const LANES = 4;
/** What is due by its time alone, or was left by a worker that died, is announced by nobody. */
const LOOK_MILLISECONDS = 15_000;
const CLEAN_MILLISECONDS = 3_600_000;
const HOUR_MILLISECONDS = 3_600_000;
const KEEP_IGNORED_HOURS = 24;
const KEEP_DECIDED_HOURS = 30 * 24;

export interface HearDeliveriesDeps {
  deliveries: Pick<GitHubDeliveryStore, "watch" | "removeSettled">;
  /** Decides what is next. False: nothing is. */
  take(): Promise<boolean>;
  now(): Date;
  log: Logger;
  signal: AbortSignal;
}

/** Decides what GitHub tells, from now until the signal. Returns a promise of the end of it. */
export async function hearDeliveries(deps: HearDeliveriesDeps): Promise<() => Promise<void>> {
  const { take, log, signal } = deps;
  const looking = { failure: "deliveries not decided", log, signal };
  const lanes = Array.from({ length: LANES }, () => lookWhile(take, looking));
  const stop = await deps.deliveries.watch(() => {
    for (const { look } of lanes) {
      look();
    }
  });
  const beating = actEvery(LOOK_MILLISECONDS, () => lanes[0]?.look(), signal);
  const cleaning = actEvery(CLEAN_MILLISECONDS, () => clean(deps), signal);
  return async () => {
    stop();
    await Promise.all([beating, cleaning, ...lanes.map(({ whenDone }) => whenDone())]);
  };
}

async function clean({ deliveries, now, log }: HearDeliveriesDeps): Promise<void> {
  const before = (hours: number) => new Date(now().getTime() - hours * HOUR_MILLISECONDS);
  await deliveries
    .removeSettled({ ignoredBefore: before(KEEP_IGNORED_HOURS), decidedBefore: before(KEEP_DECIDED_HOURS) })
    .catch((error: unknown) => log.warn({ error }, "deliveries not cleaned"));
}
