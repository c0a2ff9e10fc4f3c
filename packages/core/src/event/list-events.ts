import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { EventStore, ExecutionEvent } from "./event.ts";

export interface ListEventsInput {
  actor: Actor;
  executionId: string;
  afterNumber: number;
  limit: number;
}

export interface ListEventsDeps {
  executions: { get(id: string): Promise<{ endedAt: Date | null } | null> };
  events: Pick<EventStore, "list">;
}

/**
 * What an execution did after this event. `hasEnded`: it had ended before this was read, so that what a page that isn't full
 * holds is the last. Throws `not_found` for an execution that isn't there.
 */
export async function listEvents(
  { executionId, afterNumber, limit }: ListEventsInput,
  { executions, events }: ListEventsDeps,
): Promise<{ events: ExecutionEvent[]; hasEnded: boolean }> {
  const execution = await executions.get(executionId);
  if (execution === null) {
    throw new CatalystError("not_found", `Reading the events of the execution ${executionId} failed: there is none.`);
  }
  const page = await events.list({ executionId, afterNumber, limit });
  return { events: page, hasEnded: execution.endedAt !== null };
}
