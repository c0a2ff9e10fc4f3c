import type { Job } from "@catalyst/core";
import type { EventSpool } from "./events/event-spool.ts";

/** A job that is being done. */
export interface JobRun {
  job: Job;
  spool: EventSpool;
  /** The execution was cancelled, or its grant has ended. */
  signal: AbortSignal;
}

/** Tells people in the runner's own name; the token is cut out. */
export async function say({ spool, job }: JobRun, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await spool.add({ type: "log", stream: "system", text: text.replaceAll(job.token, "***") });
  }
}
