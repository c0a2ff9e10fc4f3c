import type { EventSource, EventStore, ExecutionEventBody } from "../event/event.ts";
import type { Memory } from "./memory.ts";

export function storeEvent(
  memory: Memory,
  input: { executionId: string; source: EventSource; body: ExecutionEventBody; sourceNumber?: number; at?: Date },
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
  });
}

export function memoryEventStore(memory: Memory): EventStore {
  return {
    async append({ executionId, source, events }) {
      const stored = () =>
        memory.events.filter((event) => event.executionId === executionId && event.source === source).length;
      for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
        if (event.sourceNumber === stored() + 1) {
          storeEvent(memory, { executionId, source, ...event });
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
