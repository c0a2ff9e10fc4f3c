import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";

/** A server that is there answers a farewell at once. */
const FAREWELL_MILLISECONDS = 2000;

/** Ends a connection, whose server may have gone silent: without an end it would keep its process running. */
export async function endClient(client: pg.Client): Promise<void> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const cut = wait(FAREWELL_MILLISECONDS, undefined, { signal }).then(() => client.connection.stream.destroy());
  await Promise.race([client.end(), cut]).finally(() => giveUp.abort());
  await cut.catch(() => undefined);
}
