import type { Operation, RouteRequest, Routes } from "@catalyst/api";
import { type Actor, checkExecution, findTask, findWish, namedProjects } from "@catalyst/core";
import { findNotifications } from "@catalyst/core/notification";
import type { Streaming } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";
import type { LiveSource } from "./live-source.ts";
import { changeSource, eventSource, notificationSource, taskChangeSource, wishSource } from "./stream-sources.ts";
import { readTopics, type Topic } from "./topics.ts";

/** What a stream's client follows, and from where. */
export interface Followed {
  /** Those that follow the same share what is read. */
  name: string;
  source: LiveSource;
  after: number;
  /** That is where there is nothing yet, which the client doesn't know. */
  isFromNow: boolean;
  /** What the client calls it, where it follows several. */
  label: string | null;
}

/** What can be followed, and is there for whoever asks. */
type Found = Pick<Followed, "name" | "source">;

type FindFollowed<Name extends Streaming> = (
  request: RouteRequest<Routes[Name]> & { actor: Actor },
  deps: ServerDeps,
) => Promise<Followed[]>;

const FIND: { [Name in Streaming]: FindFollowed<Name> } = {
  async streamEvents({ params, query, headers, actor }, deps) {
    return alone(await findEvents(actor, params.execution, deps), headers["last-event-id"] ?? query.after);
  },
  async streamTaskChanges({ params, query, headers, actor }, deps) {
    return alone(await findTaskChanges(actor, params.task, deps), headers["last-event-id"] ?? query.after);
  },
  async streamWish({ params: { wish }, query, headers, actor }, deps) {
    await findWish({ actor, id: wish }, deps.worker);
    const found = { name: `wish ${wish}`, source: wishSource(wish, actor, deps) };
    return alone(found, headers["last-event-id"] ?? query.after);
  },
  async streamChanges({ query, headers, actor }, deps) {
    const { after = null, project = null } = query;
    return [
      { ...(await findChanges(actor, { project, after: headers["last-event-id"] ?? after }, deps)), label: null },
    ];
  },
  async streamTopics({ query, headers, actor }, deps) {
    const followed: Followed[] = [];
    for (const topic of readTopics(query.topics, headers["last-event-id"])) {
      followed.push({ ...(await findTopic(topic, actor, deps)), label: topic.label });
    }
    return followed;
  },
};

/** Asks as a stream is opened whether its client may follow it. Throws `not_found` for what isn't there for them. */
export async function findFollowed(
  { operation, parts, actor }: { operation: Operation; parts: object; actor: Actor },
  deps: ServerDeps,
): Promise<Followed[]> {
  return FIND[operation as Streaming]({ ...parts, actor } as never, deps);
}

function alone(found: Found, after: number): Followed[] {
  return [{ ...found, after, isFromNow: false, label: null }];
}

async function findTopic({ kind, of, after }: Topic, actor: Actor, deps: ServerDeps): Promise<Omit<Followed, "label">> {
  switch (kind) {
    case "task":
      return { ...(await findTaskChanges(actor, of, deps)), after: after ?? 0, isFromNow: false };
    case "execution":
      return { ...(await findEvents(actor, of, deps)), after: after ?? 0, isFromNow: false };
    case "tasks":
      return findChanges(actor, { project: of === "" ? null : of, after }, deps);
    case "notifications":
      return findToSee(actor, { project: of === "" ? null : of, after }, deps);
  }
}

async function findEvents(actor: Actor, executionId: string, deps: ServerDeps): Promise<Found> {
  await checkExecution({ actor, executionId }, deps);
  return { name: `events of ${executionId}`, source: eventSource(executionId, deps) };
}

async function findTaskChanges(actor: Actor, reference: string, deps: ServerDeps): Promise<Found> {
  const { id } = await findTask({ actor, reference }, deps);
  return { name: `changes of ${id}`, source: taskChangeSource(id, deps) };
}

/** Of all tasks that somebody sees; `after` null: what comes from now on. */
async function findChanges(
  actor: Actor,
  { project, after }: { project: string | null; after: number | null },
  deps: ServerDeps,
): Promise<Omit<Followed, "label">> {
  const position = after ?? (await deps.changes.newestPosition());
  const find = () => namedProjects({ actor, project, attempt: "Following changes" }, deps);
  const [named] = await find();
  // Of one project all share what is read; what somebody sees beside is their own, and another one with each project that is made.
  const name =
    project === null ? `changes that are seen by ${JSON.stringify(actor)}` : `changes of the project ${named}`;
  return { name, source: changeSource(find, deps), after: position, isFromNow: after === null };
}

/** What somebody has to see; `after` null: what comes from now on. */
async function findToSee(
  actor: Actor,
  { project, after }: { project: string | null; after: number | null },
  deps: ServerDeps,
): Promise<Omit<Followed, "label">> {
  const position = after ?? (await deps.changes.newestPosition());
  const find = () => findNotifications({ actor, project }, deps);
  // Whoever may not is refused before the stream begins.
  await find();
  const name = `notifications of ${project ?? "all projects"} for ${JSON.stringify(actor)}`;
  return { name, source: notificationSource(find, deps), after: position, isFromNow: after === null };
}
