import { countTasks, findEvents, listSpending, listSteps } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

type OverviewHandlers = Pick<Handlers, "countTasks" | "listSpending" | "listSteps" | "findEvents">;

/** What many tasks, or one of many events, come to. */
export function overviewHandlers(deps: ServerDeps): OverviewHandlers {
  return {
    countTasks: ({ query: { q: text, ...which } }, { actor }) => countTasks({ actor, ...which, text }, deps),
    async listSpending({ query }, { actor }) {
      return { data: await listSpending({ actor, ...query }, deps) };
    },
    async listSteps({ params }, { actor }) {
      const steps = await listSteps({ actor, executionId: params.execution }, deps);
      return { data: steps.map((step) => ({ ...step, startedAt: step.startedAt?.toISOString() ?? null })) };
    },
    findEvents: ({ params, query: { q: text, type: types, after: afterNumber } }, { actor }) =>
      findEvents({ actor, executionId: params.execution, text, types, afterNumber }, deps),
  };
}
