import { setTimeout as wait } from "node:timers/promises";
import type { TaskChangeStore } from "@catalyst/core";
import type { OutboxStore } from "@catalyst/core/notification";
import type { Logger } from "pino";
import { createLook } from "../look.ts";

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
  const { changes, outbox, signal } = deps;
  const forwarding = createLook(() => repeat(deps.forward, deps));
  const lanes = Array.from({ length: LANES }, () => createLook(() => repeat(deps.deliver, deps)));
  const deliver = () => {
    for (const { look } of lanes) {
      look();
    }
  };
  const stops = [await changes.subscribe(forwarding.look), await outbox.watch(deliver)];
  const beating = beat(() => {
    forwarding.look();
    lanes[0]?.look();
  }, signal);
  const cleaning = clean(deps);
  deliver();
  return async () => {
    for (const stop of stops) {
      stop();
    }
    await Promise.all([beating, cleaning, forwarding.whenDone(), ...lanes.map(({ whenDone }) => whenDone())]);
  };
}

async function repeat(step: () => Promise<boolean>, { log, signal }: EmptyOutboxDeps): Promise<void> {
  try {
    while (!signal.aborted && (await step())) {}
  } catch (error) {
    log.warn({ error }, "outbox not emptied");
  }
}

async function beat(look: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    look();
    await rest(LOOK_MILLISECONDS, signal);
  }
}

async function clean({ outbox, now, log, signal }: EmptyOutboxDeps): Promise<void> {
  while (!signal.aborted) {
    const before = (days: number) => new Date(now().getTime() - days * DAY_MILLISECONDS);
    await outbox
      .removeSettled({ deliveredBefore: before(KEEP_DELIVERED_DAYS), deadBefore: before(KEEP_DEAD_DAYS) })
      .catch((error: unknown) => log.warn({ error }, "outbox not cleaned"));
    await rest(CLEAN_MILLISECONDS, signal);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
