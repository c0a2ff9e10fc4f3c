import { ForgeAway } from "@catalyst/core";
import { isDatabaseOutage } from "@catalyst/postgres";

/** What a machine says that has too little of something just now. */
const SHORTAGES = ["EAGAIN", "EMFILE", "ENFILE", "ENOMEM", "ENOBUFS"];

/** Whether an error comes of something that is away and comes back, so that it says nothing of the step that met it. */
export function isOutage(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    // What was broken off because this worker stops is done again by the next one.
    if (
      current.name === "AbortError" ||
      isDatabaseOutage(current) ||
      current instanceof ForgeAway ||
      SHORTAGES.includes((current as NodeJS.ErrnoException).code ?? "")
    ) {
      return true;
    }
  }
  return false;
}
