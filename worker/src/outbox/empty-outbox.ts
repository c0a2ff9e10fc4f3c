import type { TaskChangeStore } from "@catalyst/core";
import type { OutboxStore } from "@catalyst/core/notification";
import type { Logger } from "pino";
import { lookWhile } from "../look.ts";
import { actEvery } from "../rest.ts";

/** As many receivers may be slow before others wait for them. */
const LANES = 16;
/** What is due by its time alone is announced by nobody. */
const LOOK_MILLISECONDS = 5000;
const CLEAN_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 86_400_000;
const KEEP_DELIVERED_DAYS = 7;
const KEEP_DEAD_DAYS = 30;

export interface EmptyOutboxDeps {
  changes: Pick<TaskChangeStore, "subscribe">;
  outbox: Pick<OutboxStore, "watch" | "removeSettled">;
  /** Writes what the feed newly has into the outbox. False: there was nothing. */
  forward(): Promise<boolean>;
  /** Tries what is due next. False: nothing is. */
  deliver(): Promise<boolean>;
  now(): Date;
  log: Logger;
  signal: AbortSignal;
}

/** Tells what the feed has, and does what the outbox holds, from now until the signal. Returns a promise of the end of it. */
export async function emptyOutbox(deps: EmptyOutboxDeps): Promise<() => Promise<void>> {
  const { changes, outbox, log, signal } = deps;
  const looking = { failure: "outbox not emptied", log, signal };
  const forwarding = lookWhile(deps.forward, looking);
  const lanes = Array.from({ length: LANES }, () => lookWhile(deps.deliver, looking));
  const deliver = () => {
    for (const { look } of lanes) {
      look();
    }
  };
  const stops = [await changes.subscribe(forwarding.look), await outbox.watch(deliver)];
  const beat = () => {
    forwarding.look();
    lanes[0]?.look();
  };
  const beating = actEvery(LOOK_MILLISECONDS, beat, signal);
  const cleaning = actEvery(CLEAN_MILLISECONDS, () => clean(deps), signal);
  deliver();
  return async () => {
    for (const stop of stops) {
      stop();
    }
    await Promise.all([beating, cleaning, forwarding.whenDone(), ...lanes.map(({ whenDone }) => whenDone())]);
  };
}

async function clean({ outbox, now, log }: EmptyOutboxDeps): Promise<void> {
  const before = (days: number) => new Date(now().getTime() - days * DAY_MILLISECONDS);
  await outbox
    .removeSettled({ deliveredBefore: before(KEEP_DELIVERED_DAYS), deadBefore: before(KEEP_DEAD_DAYS) })
    .catch((error: unknown) => log.warn({ error }, "outbox not cleaned"));
}
