import type { EventStore, ExecutionEvent } from "../event/event.ts";
import type { Memory } from "./memory.ts";

export function storeEvent(
  memory: Memory,
  input: Pick<ExecutionEvent, "executionId" | "source" | "body"> &
    Partial<Pick<ExecutionEvent, "sourceNumber" | "at">> & { writer?: string },
): void {
  const ofExecution = memory.events.filter(({ executionId }) => executionId === input.executionId);
  const ofSource = ofExecution.filter(({ source }) => source === input.source);
  memory.events.push({
    executionId: input.executionId,
    number: ofExecution.length + 1,
    source: input.source,
    sourceNumber: input.sourceNumber ?? ofSource.length + 1,
    at: input.at ?? memory.now(),
    body: input.body,
    writer: input.writer ?? "",
  });
}

export function memoryEventStore(memory: Memory): EventStore {
  return {
    async append({ executionId, writer, events }) {
      const isWriters = (event: Memory["events"][number]) =>
        event.executionId === executionId && event.source === "runner" && event.writer === writer;
      const stored = () => memory.events.filter(isWriters).length;
      for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
        if (event.sourceNumber === stored() + 1) {
          storeEvent(memory, { executionId, source: "runner", writer, ...event });
        }
      }
      return stored();
    },
    record: async (input) => storeEvent(memory, input),
    list: async ({ executionId, afterNumber, limit }) =>
      memory.events.filter((event) => event.executionId === executionId && event.number > afterNumber).slice(0, limit),
    watch: async () => async () => undefined,
  };
}
