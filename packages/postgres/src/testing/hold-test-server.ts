import { holdPresence, type Presence } from "../server/hold-presence.ts";
import { testHome } from "./test-database.ts";

let held: Promise<Presence | null> = Promise.resolve(null);

/**
 * Keeps the server that tests share running for a whole run (vitest's `globalSetup`): else the last of those who use it at a time stops
 * it, and the next test starts it anew. Nobody waits for it here, nor needs it who tests something else.
 */
export function setup(): void {
  held = holdPresence(testHome()).catch(() => null);
}

export async function teardown(): Promise<void> {
  await (await held)?.leave();
}
