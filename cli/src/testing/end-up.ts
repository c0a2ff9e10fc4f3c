import { isAlive, signalProcess, waitUntil } from "@catalyst/machine";
import { findUp } from "../up/lock/up-lock.ts";

const END_MILLISECONDS = 60_000;

/** Ends the `up` of a home, also one that a command started, with all that it started. */
export async function endUp(home: string): Promise<void> {
  const up = await findUp(home);
  if (up !== null) {
    signalProcess(up, "SIGTERM");
    await waitUntil(() => !isAlive(up), END_MILLISECONDS);
  }
}
