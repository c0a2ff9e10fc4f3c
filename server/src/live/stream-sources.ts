import type { Operation, RouteRequest, Routes } from "@catalyst/api";
import { type Actor, checkExecution, findTask, findWish, namedProjects, readEvents } from "@catalyst/core";
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
  request: RouteRequest<Routes[Name]> & { actor: Actor },
  deps: ServerDeps,
) => Promise<Followed>;

const FIND: { [Name in Streaming]: FindFollowed<Name> } = {
  async streamEvents({ params, query, headers, actor }, deps) {
    const { execution: executionId } = params;
    await checkExecution({ actor, executionId }, deps);
    const after = headers["last-event-id"] ?? query.after;
    return { name: `events of ${executionId}`, after, source: eventSource(executionId, deps) };
  },
  async streamTaskChanges({ params, query, headers, actor }, deps) {
    const { id } = await findTask({ actor, reference: params.task }, deps);
    const after = headers["last-event-id"] ?? query.after;
    return { name: `changes of ${id}`, after, source: taskChangeSource(id, deps) };
  },
  async streamWish({ params, query, headers, actor }, deps) {
    await findWish({ actor, id: params.wish }, deps.worker);
    return {
      name: `wish ${params.wish}`,
      after: headers["last-event-id"] ?? query.after,
      source: wishSource(params.wish, actor, deps),
    };
  },
  async streamChanges({ query, headers, actor }, deps) {
    const after = headers["last-event-id"] ?? query.after ?? (await deps.changes.newestPosition());
    const { project = null } = query;
    const projects = (await namedProjects({ actor, project, attempt: "Following changes" }, deps)).toSorted();
    return { name: `changes of the projects ${projects.join(" ")}`, after, source: changeSource(projects, deps) };
  },
};

/** Asks as a stream is opened whether its client may follow it. Throws `not_found` for what isn't there for them. */
export async function findFollowed(
  { operation, parts, actor }: { operation: Operation; parts: object; actor: Actor },
  deps: ServerDeps,
): Promise<Followed> {
  return FIND[operation as Streaming]({ ...parts, actor } as never, deps);
}

function eventSource(executionId: string, deps: ServerDeps): LiveSource {
  return {
    async read(afterNumber) {
      const { events, hasEnded } = await readEvents({ executionId, afterNumber, limit: PAGE }, deps);
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
      const changes = await deps.changes.list({ taskId, afterNumber, limit: PAGE });
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
function wishSource(id: string, actor: Actor, { worker }: ServerDeps): LiveSource {
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

function changeSource(projects: readonly string[], { changes }: ServerDeps): LiveSource {
  return {
    async read(afterPosition) {
      const page = await changes.listOfProjects({ projects, afterPosition, limit: PAGE });
      return { frames: page.map((one) => encodeFrame(one.position, presentChange(one))), hasEnded: false };
    },
    async watch(onChange) {
      const stop = await changes.subscribe(() => onChange());
      return async () => stop();
    },
  };
}
