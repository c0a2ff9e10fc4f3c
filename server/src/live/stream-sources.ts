import type { Operation, RouteRequest, Routes } from "@catalyst/api";
import { listEvents } from "@catalyst/core";
import type { ServerDeps } from "../server-deps.ts";
import { presentEvent } from "../tasks/present-task.ts";
import { encodeFrame, type LiveSource } from "./live-source.ts";

const PAGE = 200;

/** What a stream's client follows, and from where. */
export interface Followed {
  /** Those that follow the same share what is read. */
  name: string;
  after: number;
  source: LiveSource;
}

export function findSource(operation: Operation, input: Record<string, unknown>, deps: ServerDeps): Followed {
  if (operation !== "streamEvents") {
    throw new Error(`nothing is streamed for ${operation}`);
  }
  const { params, query, headers } = input as RouteRequest<Routes["streamEvents"]>;
  return {
    name: `events of ${params.execution}`,
    after: headers["last-event-id"] ?? query.after,
    source: eventSource(params.execution, deps),
  };
}

function eventSource(executionId: string, deps: ServerDeps): LiveSource {
  return {
    async read(afterNumber) {
      const { events, hasEnded } = await listEvents({ actor: deps.owner, executionId, afterNumber, limit: PAGE }, deps);
      return {
        frames: events.map((event) => encodeFrame(event.number, presentEvent(event))),
        hasEnded: hasEnded && events.length < PAGE,
      };
    },
    watch: (onChange) => deps.events.watch(executionId, onChange),
  };
}
