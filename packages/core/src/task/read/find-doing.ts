import type { EventStore, ExecutionEvent } from "../../event/event.ts";
import type { AgentTask } from "../task.ts";

/** A list shows a line of it. */
const MAX_CHARACTERS = 300;

/** What those of the tasks that run do at this moment, by their ids: of several executions the last that was heard of. */
export async function findDoing(
  tasks: readonly Pick<AgentTask, "id" | "status">[],
  events: Pick<EventStore, "listDoing">,
): Promise<Map<string, ExecutionEvent>> {
  const running = tasks.filter(({ status }) => status === "running").map(({ id }) => id);
  const newest = running.length === 0 ? [] : await events.listDoing(running);
  return new Map(newest.map(({ taskId, event }) => [taskId, cutTexts(event)]));
}

function cutTexts(event: ExecutionEvent): ExecutionEvent {
  const cut = Object.entries(event.body).map(([name, value]) => [
    name,
    typeof value === "string" ? value.slice(0, MAX_CHARACTERS) : value,
  ]);
  return { ...event, body: Object.fromEntries(cut) };
}
