import { isDeepStrictEqual } from "node:util";
import { countUsage } from "../../../event/count-usage.ts";
import {
  DOING_EVENTS,
  type EventStore,
  type ExecutionEvent,
  SEARCHED_FIELDS,
  type SourcedEvent,
  STAGE_EVENTS,
} from "../../../event/event.ts";
import { fitLog, joinOmitted, type LogSize, MAX_LOG_SIZE, sizeOfEvent } from "../../../event/fit-log.ts";
import { NO_USAGE } from "../../../event/usage-total.ts";
import type { Memory } from "../memory.ts";
import { getMine } from "./get-mine.ts";

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

interface Told extends Pick<SourcedEvent, "sourceNumber" | "body">, Partial<Pick<SourcedEvent, "at">> {
  executionId: string;
  source: ExecutionEvent["source"];
  writer?: string;
}

export function memoryEventStore(memory: Memory, maxLog: LogSize = MAX_LOG_SIZE): EventStore {
  const store = (input: Told, isTrusted: boolean) => {
    const ofExecution = memory.events.filter(({ executionId }) => executionId === input.executionId);
    const bytes = ofExecution.reduce((sum, { body }) => sum + sizeOfEvent(body), 0);
    const held = { events: ofExecution.length, bytes };
    const [fitted] = fitLog([{ at: memory.now(), ...input }], held, { max: maxLog, isTrusted }) as [SourcedEvent];
    const newest = newestOf(memory, { writer: "", ...input });
    const counted = newest === undefined ? null : joinOmitted(newest, fitted);
    if (newest === undefined || counted === null) {
      storeEvent(memory, { ...input, ...fitted });
    } else {
      Object.assign(newest, { sourceNumber: counted.sourceNumber, body: counted.body });
    }
  };
  const record = (input: Omit<Told, "sourceNumber">) => {
    const newest = newestOf(memory, { ...input, writer: "" });
    store({ ...input, sourceNumber: (newest?.sourceNumber ?? 0) + 1 }, true);
  };
  return {
    async append({ executionId, writer, events }) {
      const of = { executionId, source: "runner", writer } as const;
      const acknowledged = () => newestOf(memory, of)?.sourceNumber ?? 0;
      for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
        if (event.sourceNumber === acknowledged() + 1) {
          store({ ...of, ...event }, false);
        }
      }
      return acknowledged();
    },
    async tell(lease, body) {
      getMine(memory, lease);
      const { executionId } = lease;
      const told = memory.events.filter((event) => event.executionId === executionId && event.source === "worker");
      if (!told.some((event) => isDeepStrictEqual(event.body, body))) {
        record({ executionId, source: "worker", body });
      }
    },
    record: async (input) => record(input),
    list: async ({ executionId, afterNumber, limit }) =>
      memory.events.filter((event) => event.executionId === executionId && event.number > afterNumber).slice(0, limit),
    listOfStages: async (id) =>
      memory.events
        .filter(({ executionId, body }) => executionId === id && STAGE_EVENTS.some((type) => type === body.type))
        .slice(-100),
    listDoing: async (taskIds) => taskIds.flatMap((taskId) => newestDoing(memory, taskId)),
    listLatest: async ({ executionId: id, limit }) =>
      memory.events.filter(({ executionId }) => executionId === id).slice(-limit),
    async find({ executionId: id, text, types, afterNumber, upToNumber, limit }) {
      const all = memory.events.filter(({ executionId }) => executionId === id);
      const found = all
        .filter(({ number }) => number > afterNumber && number <= upToNumber)
        .filter(({ body }) => types === undefined || types.includes(body.type))
        .filter(({ body }) => textsOf(body).toLowerCase().includes(text.toLowerCase()));
      return { numbers: found.slice(0, limit).map(({ number }) => number), lastNumber: all.length };
    },
    totalUsage: async (id) =>
      memory.events.filter(({ executionId }) => executionId === id).reduce(countUsage, NO_USAGE),
    watch: async () => async () => undefined,
  };
}

function newestDoing(memory: Memory, taskId: string): { taskId: string; event: ExecutionEvent }[] {
  const executions = [...memory.executions.values()].filter((one) => one.taskId === taskId && one.endedAt === null);
  const newest = executions.flatMap(({ id }) => {
    const last = memory.events.filter(({ executionId }) => executionId === id).slice(-200);
    return last.findLast(({ body }) => DOING_EVENTS.some((type) => type === body.type)) ?? [];
  });
  const [event] = newest.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  return event === undefined ? [] : [{ taskId, event }];
}

function textsOf(body: object): string {
  const texts: Record<string, unknown> = { ...body };
  return SEARCHED_FIELDS.map((field) => texts[field] ?? "").join("\n");
}

function newestOf(
  memory: Memory,
  { executionId, source, writer }: Pick<Memory["events"][number], "executionId" | "source" | "writer">,
): Memory["events"][number] | undefined {
  return memory.events
    .filter((event) => event.executionId === executionId && event.source === source && event.writer === writer)
    .toSorted((a, b) => b.sourceNumber - a.sourceNumber)[0];
}
