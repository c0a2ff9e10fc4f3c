import { randomBytes } from "node:crypto";
import type { SpanPlace } from "./span.ts";

export interface SpanIds {
  traceId: string;
  spanId: string;
  /** null: it begins its trace. */
  parentId: string | null;
}

/**
 * The ids of a span. Those of tasks and executions come of their own: each process knows them without being told, whichever
 * worker ends what another one began, and who knows a task's id finds its trace.
 */
export function deriveIds(place: SpanPlace): SpanIds {
  const spanId = randomBytes(8).toString("hex");
  switch (place.kind) {
    case "alone":
      return { traceId: randomBytes(16).toString("hex"), spanId, parentId: null };
    case "task":
      return { traceId: traceOf(place.taskId), spanId: spanOf(place.taskId), parentId: null };
    case "of_task":
      return { traceId: traceOf(place.taskId), spanId, parentId: spanOf(place.taskId) };
    case "execution":
      return { traceId: traceOf(place.taskId), spanId: spanOf(place.executionId), parentId: spanOf(place.taskId) };
    case "of_execution":
      return { traceId: traceOf(place.taskId), spanId, parentId: spanOf(place.executionId) };
  }
}

/** A UUID has as many bits as a trace's id. */
function traceOf(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}

/** Its second half, in which all but two bits are random. */
function spanOf(id: string): string {
  return traceOf(id).slice(16);
}
