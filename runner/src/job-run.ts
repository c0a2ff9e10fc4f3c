import type { Job } from "@catalyst/core";
import type { EventSpool } from "./events/event-spool.ts";

/** A job that is being done. */
export interface JobRun {
  job: Job;
  spool: EventSpool;
  /** The execution was cancelled, or its grant has ended. */
  signal: AbortSignal;
}

/** Tells people in the runner's own name; the tokens are cut out. */
export async function say({ spool, job }: JobRun, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await spool.add({ type: "log", stream: "system", text: maskTokens(text, job) });
  }
}

export function maskTokens(text: string, { token, agentToken }: Pick<Job, "token" | "agentToken">): string {
  return text.replaceAll(token, "***").replaceAll(agentToken, "***");
}
