import { BASE_PATH, type Route, STATUS_OF_CODE } from "@catalyst/api";
import { CatalystError } from "@catalyst/core";
import type { RecordSpan, SpanPlace } from "@catalyst/telemetry/traces";
import type { RequestTraces } from "./request-traces.ts";

const OF_A_TASK = "/tasks/{task}/";

/** A span for each request. The one that a task comes of begins the task's trace. */
export function traceRequests(record: RecordSpan): RequestTraces {
  return {
    async trace({ route, traceparent }, work) {
      const startedAt = Date.now();
      const note = (place: SpanPlace, status: number) => {
        const ended = { startedAt, endedAt: Date.now(), hasFailed: status >= 500, linkedTo: traceparent };
        record({ ...describe(route, status), ...ended, place, kind: "server" });
      };
      try {
        const answer = await work();
        note(placeOf(route, answer), route.response.status);
        return answer;
      } catch (error) {
        note({ kind: "alone" }, error instanceof CatalystError ? STATUS_OF_CODE[error.code] : 500);
        throw error;
      }
    },
  };
}

/** The path as the contract has it, without what stands for a parameter. */
function describe({ method, path }: Route, status: number) {
  const name = method.toUpperCase();
  return {
    name: `${name} ${BASE_PATH}${path}`,
    attributes: {
      "http.request.method": name,
      "http.route": `${BASE_PATH}${path}`,
      "http.response.status_code": status,
    },
  };
}

function placeOf({ method, path, operationId }: Route, answer: unknown): SpanPlace {
  const { id, task } = (answer ?? {}) as { id?: unknown; task?: { id?: unknown } };
  const taskId = task?.id ?? id;
  if (typeof taskId !== "string" || method !== "post") {
    return { kind: "alone" };
  }
  if (operationId === "createTask") {
    return { kind: "task", taskId };
  }
  return path.startsWith(OF_A_TASK) ? { kind: "of_task", taskId } : { kind: "alone" };
}
