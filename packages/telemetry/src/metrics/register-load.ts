import { type Load, TaskStatus } from "@catalyst/core";
import { Gauge, type Registry } from "prom-client";
import { shareCalls } from "../share-calls.ts";

/** However often it is scraped, and by however many, the database is read once in this time. */
const FRESH_MILLISECONDS = 5000;

export interface LoadSource {
  readLoad(): Promise<Load>;
}

/** What waits and what runs, as the database has it when it is scraped. What can't be read has no value. */
export function registerLoad(registry: Registry, source: LoadSource): void {
  const read = shareCalls(() => source.readLoad(), FRESH_MILLISECONDS);
  const gauge = (name: string, help: string, find: (load: Load) => number) => {
    const own: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const load = await read().catch(() => null);
        if (load === null) {
          own.remove();
        } else {
          own.set(find(load));
        }
      },
    });
  };
  gauge("catalyst_queue_executions", "Executions that wait for a place.", ({ waiting }) => waiting);
  gauge("catalyst_queue_oldest_seconds", "How long the first of them waits.", ({ oldestSeconds }) => oldestSeconds);
  gauge("catalyst_places_taken", "Executions that have a place, on all machines.", ({ placed }) => placed);
  registerTasks(registry, read);
}

function registerTasks(registry: Registry, read: () => Promise<Load>): void {
  const tasks: Gauge = new Gauge({
    name: "catalyst_tasks",
    help: "Tasks that have no end yet, by their status.",
    labelNames: ["status"],
    registers: [registry],
    async collect() {
      tasks.reset();
      const load = await read().catch(() => null);
      for (const [status, count] of Object.entries(load?.tasks ?? {})) {
        if (TaskStatus.safeParse(status).success) {
          tasks.set({ status }, count);
        }
      }
    },
  });
}
