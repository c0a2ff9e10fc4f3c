import { setTimeout as wait } from "node:timers/promises";
import { type ExecutionEventBody, MAX_EVENT_TEXT_LENGTH, type SourcedEvent } from "@catalyst/core";
import { z } from "zod";

const BATCH_EVENTS = 200;
const BATCH_CHARACTERS = 512 * 1024;
const SEND_MILLISECONDS = 100;
const MAX_RETRY_MILLISECONDS = 5000;
/** Events that wait for the gateway; beyond it the agent's output is held back. */
const MAX_WAITING = 500;
const MAX_MERGED_CHARACTERS = 16 * 1024;

/** 401 ends the execution; the others pass by themselves. */
const RETRIED_STATUSES = [401, 408, 425, 429];

const Acknowledgement = z.object({ acknowledged: z.int().nonnegative() });

/** The runner's events, numbered from 1, sent until they are acknowledged. */
export interface EventSpool {
  /** Resolves when there is room for more. */
  add(body: ExecutionEventBody): Promise<void>;
  /** Resolves when everything added is acknowledged; rejects with `GrantEnded` when the gateway refuses the token. */
  flush(): Promise<void>;
  /** Aborted when the gateway refuses the token: nothing more of this execution counts. */
  grantEnded: AbortSignal;
}

export class GrantEnded extends Error {
  override readonly name = "GrantEnded";
}

export function createEventSpool(input: { url: string; token: string }): EventSpool {
  const waiting: SourcedEvent[] = [];
  const ended = new AbortController();
  let nextNumber = 1;
  let lastSent = 0;
  let sending: Promise<void> | null = null;

  const sendAll = async (): Promise<void> => {
    await wait(SEND_MILLISECONDS);
    while (waiting.length > 0 && !ended.signal.aborted) {
      const batch = nextBatch(waiting);
      lastSent = batch.at(-1)?.sourceNumber ?? lastSent;
      const acknowledged = await sendBatch(batch, input, ended);
      waiting.splice(0, waiting.findLastIndex(({ sourceNumber }) => sourceNumber <= acknowledged) + 1);
    }
  };
  const startSending = (): Promise<void> => {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  };
  return {
    grantEnded: ended.signal,
    async add(body) {
      const last = waiting.at(-1);
      const merged = last === undefined || last.sourceNumber <= lastSent ? null : mergeLogs(last.body, body);
      if (last !== undefined && merged !== null) {
        last.body = merged;
      } else {
        waiting.push({ sourceNumber: nextNumber++, at: new Date(), body: fit(body) });
      }
      const sent = startSending();
      if (waiting.length > MAX_WAITING) {
        await sent;
      }
    },
    async flush() {
      while (waiting.length > 0 && !ended.signal.aborted) {
        await startSending();
      }
      if (ended.signal.aborted) {
        throw new GrantEnded("the gateway refuses this execution's token");
      }
    },
  };
}

/** Lines of one stream that wait together become one event: a chatty agent must not make a row of each line. */
function mergeLogs(last: ExecutionEventBody, next: ExecutionEventBody): ExecutionEventBody | null {
  if (last.type !== "log" || next.type !== "log" || last.stream !== next.stream || last.stream === "system") {
    return null;
  }
  return last.text.length + next.text.length < MAX_MERGED_CHARACTERS
    ? { ...last, text: `${last.text}\n${next.text}` }
    : null;
}

function nextBatch(waiting: SourcedEvent[]): SourcedEvent[] {
  const batch: SourcedEvent[] = [];
  let characters = 0;
  for (const event of waiting.slice(0, BATCH_EVENTS)) {
    characters += JSON.stringify(event).length;
    if (batch.length > 0 && characters > BATCH_CHARACTERS) {
      break;
    }
    batch.push(event);
  }
  return batch;
}

/** Sends until the gateway answers; returns the highest number that it has. */
async function sendBatch(
  events: SourcedEvent[],
  { url, token }: { url: string; token: string },
  ended: AbortController,
): Promise<number> {
  for (let attempt = 0; !ended.signal.aborted; attempt++) {
    const response = await fetch(`${url}/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ events }),
    }).catch(() => null);
    if (response?.ok) {
      return Acknowledgement.parse(await response.json()).acknowledged;
    }
    if (response?.status === 401) {
      ended.abort();
    }
    if (
      response !== null &&
      response.status >= 400 &&
      response.status < 500 &&
      !RETRIED_STATUSES.includes(response.status)
    ) {
      throw new Error(`the gateway refuses these events: ${await response.text()}`);
    }
    await response?.body?.cancel();
    const asked = Number(response?.headers.get("retry-after")) * 1000;
    await wait(Math.max(asked || 0, Math.min(100 * 2 ** Math.min(attempt, 10), MAX_RETRY_MILLISECONDS)));
  }
  return 0;
}

/** Cuts texts to what an event may hold, and says so. */
function fit(body: ExecutionEventBody): ExecutionEventBody {
  const note = " [cut]";
  const cut = (value: unknown) =>
    typeof value === "string" && value.length > MAX_EVENT_TEXT_LENGTH
      ? value.slice(0, MAX_EVENT_TEXT_LENGTH - note.length) + note
      : value;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, cut(value)])) as ExecutionEventBody;
}
