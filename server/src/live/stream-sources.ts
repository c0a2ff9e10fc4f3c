import type { Operation, RouteRequest, Routes } from "@catalyst/api";
import { findTask, findWish, listChanges, listEvents } from "@catalyst/core";
import type { Streaming } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentChange, presentEvent } from "../tasks/present-told.ts";
import { presentWish } from "../wishes/present-wish.ts";
import { encodeFrame, type LiveSource } from "./live-source.ts";

const PAGE = 200;

/** What a stream's client follows, and from where. */
export interface Followed {
  /** Those that follow the same share what is read. */
  name: string;
  after: number;
  source: LiveSource;
}

type FindFollowed<Name extends Streaming> = (
  request: RouteRequest<Routes[Name]>,
  deps: ServerDeps,
) => Promise<Followed> | Followed;

const FIND: { [Name in Streaming]: FindFollowed<Name> } = {
  streamEvents: ({ params, query, headers }, deps) => ({
    name: `events of ${params.execution}`,
    after: headers["last-event-id"] ?? query.after,
    source: eventSource(params.execution, deps),
  }),
  async streamTaskChanges({ params, query, headers }, deps) {
    const { id } = await findTask({ actor: deps.owner, reference: params.task }, deps);
    const after = headers["last-event-id"] ?? query.after;
    return { name: `changes of ${id}`, after, source: taskChangeSource(id, deps) };
  },
  async streamWish({ params, query, headers }, deps) {
    return {
      name: `wish ${params.wish}`,
      after: headers["last-event-id"] ?? query.after,
      source: wishSource(params.wish, deps),
    };
  },
  async streamChanges({ query, headers }, deps) {
    const after = headers["last-event-id"] ?? query.after ?? (await deps.changes.newestPosition());
    return { name: "changes", after, source: changeSource(deps) };
  },
};

/** Throws `not_found` for what isn't there. */
export async function findFollowed(operation: Operation, request: unknown, deps: ServerDeps): Promise<Followed> {
  return FIND[operation as Streaming](request as never, deps);
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

function taskChangeSource(taskId: string, deps: ServerDeps): LiveSource {
  return {
    async read(afterNumber) {
      const changes = await listChanges({ actor: deps.owner, reference: taskId, afterNumber, limit: PAGE }, deps);
      return { frames: changes.map((one) => encodeFrame(one.number, presentChange(one))), hasEnded: false };
    },
    async watch(onChange) {
      const stop = await deps.changes.subscribe((changed) => {
        if (changed === null || changed === taskId) {
          onChange();
        }
      });
      return async () => stop();
    },
  };
}

/** The newest state alone: what it was in between is nobody's concern. */
function wishSource(id: string, { owner: actor, worker }: ServerDeps): LiveSource {
  return {
    async read(after) {
      const found = await findWish({ actor, id }, worker);
      const hasEnded = found.answer !== null;
      return { frames: found.version > after ? [encodeFrame(found.version, presentWish(found))] : [], hasEnded };
    },
    async watch(onChange) {
      const stop = await worker.wishes.watchChanges((changed) => {
        if (changed === null || changed === id) {
          onChange();
        }
      });
      return async () => stop();
    },
  };
}

function changeSource({ changes }: ServerDeps): LiveSource {
  return {
    async read(afterPosition) {
      const page = await changes.listOfAll({ afterPosition, limit: PAGE });
      return { frames: page.map((one) => encodeFrame(one.position, presentChange(one))), hasEnded: false };
    },
    async watch(onChange) {
      const stop = await changes.subscribe(() => onChange());
      return async () => stop();
    },
  };
}
