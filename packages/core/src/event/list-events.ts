import type { AccountStore } from "../account/account-store.ts";
import type { Actor } from "../account/actor.ts";
import { seenProjects } from "../account/rights/seen-projects.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { EventStore, ExecutionEvent } from "./event.ts";

export interface EventsOfInput {
  actor: Actor;
  executionId: string;
}

interface Ended {
  endedAt: Date | null;
}

export interface EventsOfDeps {
  accounts: Pick<AccountStore, "listProjects">;
  executions: { find(input: { id: string; projects: readonly string[] }): Promise<Ended | null> };
}

/** That an execution is there for the actor. Throws `not_found`. */
export async function checkExecution({ actor, executionId }: EventsOfInput, deps: EventsOfDeps): Promise<void> {
  const projects = await seenProjects(actor, deps);
  if ((await deps.executions.find({ id: executionId, projects })) === null) {
    throw unknownExecution(executionId);
  }
}

export interface EventsPage {
  executionId: string;
  afterNumber: number;
  limit: number;
}

/** What an execution that the actor sees did after this event; null: the newest, in order. Throws `not_found`. */
export async function listEvents(
  { actor, afterNumber, ...page }: EventsOfInput & Omit<EventsPage, "afterNumber"> & { afterNumber: number | null },
  deps: EventsOfDeps & { events: Pick<EventStore, "list" | "listLatest"> },
): Promise<ExecutionEvent[]> {
  await checkExecution({ actor, executionId: page.executionId }, deps);
  return afterNumber === null ? deps.events.listLatest(page) : deps.events.list({ ...page, afterNumber });
}

/**
 * What an execution did after this event, for who may know it. `hasEnded`: it had ended before this was read, so that what a
 * page that isn't full holds is the last. Throws `not_found` for one that is gone.
 */
export async function readEvents(
  page: EventsPage,
  deps: { executions: { get(id: string): Promise<Ended | null> }; events: Pick<EventStore, "list"> },
): Promise<{ events: ExecutionEvent[]; hasEnded: boolean }> {
  const execution = await deps.executions.get(page.executionId);
  if (execution === null) {
    throw unknownExecution(page.executionId);
  }
  return { events: await deps.events.list(page), hasEnded: execution.endedAt !== null };
}

export function unknownExecution(id: string): CatalystError {
  return new CatalystError("not_found", `Reading the events of the execution ${id} failed: there is none.`);
}
