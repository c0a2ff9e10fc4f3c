import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionEventBody } from "@catalyst/core";
import type { GatewayAccess } from "../gateway/send-request.ts";
import { type Sent, sendEvents } from "./send-events.ts";
import { createWaitingEvents, type WaitingEvents } from "./waiting-events.ts";

/** Between the beginnings of two batches: a first event is told at once, and the gateway takes no more than 60 requests a second. */
const BATCH_MILLISECONDS = 20;
const NO_PROGRESS_MILLISECONDS = 1000;
/** Beyond it the agent's output is held back until the gateway has taken what waits. */
const MAX_WAITING_CHARACTERS = 4 * 1024 * 1024;

/** The runner's events, numbered from 1 under its token, sent until they are acknowledged. */
export interface EventSpool {
  /** Resolves when there is room for more. */
  add(body: ExecutionEventBody): Promise<void>;
  /** Resolves when everything added is acknowledged; rejects with the reason of `ended`. */
  flush(): Promise<void>;
  /** Aborted when nothing more of this execution counts: with `GrantEnded` when the gateway refuses the token. */
  ended: AbortSignal;
}

export class GrantEnded extends Error {
  override readonly name = "GrantEnded";
}

export function createEventSpool(target: GatewayAccess): EventSpool {
  const waiting = createWaitingEvents(() => new Date());
  const ended = new AbortController();
  const flushing = new AbortController();
  let sending: Promise<void> | null = null;
  let nextAt = 0;

  const pause = async (): Promise<void> => {
    // At least for as long as what is at hand is being added: what comes at once is told at once.
    const milliseconds = Math.max(0, nextAt - performance.now());
    await wait(milliseconds, undefined, { signal: flushing.signal }).catch(() => undefined);
    nextAt = performance.now() + BATCH_MILLISECONDS;
  };
  const sendAll = async (): Promise<void> => {
    let maxEvents: number | undefined;
    while (waiting.count() > 0 && !ended.signal.aborted) {
      await pause();
      const batch = waiting.takeBatch(maxEvents);
      const sent = await sendEvents(batch, { ...target, signal: ended.signal });
      // One by one, it shows which of them is refused.
      maxEvents = sent.kind === "refused" && batch.length > 1 ? 1 : undefined;
      await settle(sent, { waiting, ended, isSingle: batch.length === 1 });
    }
  };
  const startSending = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  };
  return {
    ended: ended.signal,
    async add(body) {
      waiting.add(body);
      const sent = startSending();
      if (waiting.characters() > MAX_WAITING_CHARACTERS) {
        await sent;
      }
    },
    async flush() {
      flushing.abort();
      while (waiting.count() > 0 && !ended.signal.aborted) {
        await startSending();
      }
      ended.signal.throwIfAborted();
    },
  };
}

async function settle(
  sent: Sent,
  { waiting, ended, isSingle }: { waiting: WaitingEvents; ended: AbortController; isSingle: boolean },
): Promise<void> {
  if (sent.kind === "grant_ended") {
    ended.abort(new GrantEnded("The gateway refuses this execution's token."));
  } else if (sent.kind === "acknowledged") {
    if (!waiting.acknowledge(sent.number)) {
      await wait(NO_PROGRESS_MILLISECONDS);
    }
  } else if (isSingle && !waiting.replaceFirst(sent.reason)) {
    ended.abort(new Error(`The gateway takes no events: ${sent.reason}`));
  }
}
