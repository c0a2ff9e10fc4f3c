import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { endClient } from "./silence/end-client.ts";

const MIN_RECONNECT_MILLISECONDS = 50;
const MAX_RECONNECT_MILLISECONDS = 2000;

/** `payload` null: the connection was made anew, and what was announced in between is lost. */
type Handler = (payload: string | null) => void;

/** LISTEN on one connection of its own for all who listen in this process. */
export interface Listener {
  /** Calls the handler for each notification on the channel. Ends once the first connection listens; rejects if that fails. */
  listen(channel: string, handler: Handler): Promise<() => void>;
  close(): Promise<void>;
}

interface State {
  handlers: Map<string, Set<Handler>>;
  client: pg.Client | null;
  /** What is listened on over it, or is about to be: to say so again for each who listens would be a query for each. */
  channels: Set<string>;
  /** What was asked over it last: one query at a time. */
  asked: Promise<unknown>;
  closed: boolean;
}

/** A connection that is silent for longer than `answerMilliseconds`, though it is asked, is made anew. */
export function createListener(connection: pg.ClientConfig, answerMilliseconds: number): Listener {
  const state: State = {
    handlers: new Map(),
    client: null,
    channels: new Set(),
    asked: Promise.resolve(),
    closed: false,
  };
  let opening: Promise<void> | null = null;
  const asked = { ...connection, query_timeout: answerMilliseconds };
  return {
    async listen(channel, handler) {
      const handlers = state.handlers.get(channel) ?? new Set();
      state.handlers.set(channel, handlers.add(handler));
      try {
        opening ??= open(asked, state);
        await opening;
        await listenOn(state, channel);
      } catch (error) {
        opening = null;
        handlers.delete(handler);
        throw error;
      }
      return () => void handlers.delete(handler);
    },
    async close() {
      state.closed = true;
      await opening?.catch(() => undefined);
      await (state.client === null ? undefined : endClient(state.client));
    },
  };
}

/** A connection that is away listens on all channels once it is there again. */
async function listenOn(state: State, channel: string): Promise<void> {
  if (!state.channels.has(channel)) {
    state.channels.add(channel);
    state.asked = state.asked.then(() =>
      state.client?.query(`listen ${pg.escapeIdentifier(channel)}`).catch(() => undefined),
    );
  }
  await state.asked;
}

async function open(connection: pg.ClientConfig, state: State): Promise<void> {
  const client = new pg.Client({ ...connection, keepAlive: true });
  client.on("error", () => undefined);
  client.on("notification", ({ channel, payload }) => tell(state, channel, payload ?? ""));
  state.channels.clear();
  try {
    await client.connect();
    for (const channel of state.handlers.keys()) {
      state.channels.add(channel);
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    }
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  client.once("end", () => void reopen(connection, state));
  askRegularly(client, connection.query_timeout);
  state.client = client;
}

/** Nothing else is asked over it: a server that is silent and one that has nothing to announce are alike. */
function askRegularly(client: pg.Client, milliseconds: number | undefined): void {
  const asking = setInterval(() => {
    client.query("select 1").catch(() => client.connection.stream.destroy());
  }, milliseconds);
  client.once("end", () => clearInterval(asking));
}

async function reopen(connection: pg.ClientConfig, state: State): Promise<void> {
  state.client = null;
  for (let pause = MIN_RECONNECT_MILLISECONDS; !state.closed; pause = Math.min(pause * 2, MAX_RECONNECT_MILLISECONDS)) {
    try {
      await open(connection, state);
      break;
    } catch {
      await wait(pause, undefined, { ref: false });
    }
  }
  if (state.closed) {
    const { client } = state as { client: pg.Client | null };
    await (client === null ? undefined : endClient(client));
    return;
  }
  for (const channel of state.handlers.keys()) {
    tell(state, channel, null);
  }
}

function tell(state: State, channel: string, payload: string | null): void {
  for (const handler of state.handlers.get(channel) ?? []) {
    handler(payload);
  }
}
