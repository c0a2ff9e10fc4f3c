import type { Delivery, Destination } from "@catalyst/api";
import { Notice, type OutboxItem, type Destination as StoredDestination } from "@catalyst/core/notification";

/** A project that its person no longer sees is told by its id: of that they are told nothing. */
export function presentDestination(destination: StoredDestination, projects: ReadonlyMap<string, string>): Destination {
  const { id, name, channel, origin, projectId, kinds, hasEveryChange, createdAt } = destination;
  const project = projectId === null ? null : (projects.get(projectId) ?? projectId);
  return { id, name, channel, origin, project, kinds, hasEveryChange, createdAt: createdAt.toISOString() };
}

export function presentDelivery(item: OutboxItem): Delivery {
  const { id, state, attempts, problem, createdAt, dueAt, settledAt } = item;
  const notice = Notice.safeParse(item.payload).data;
  return {
    ...{ id, state, attempts, problem },
    isTest: notice?.isTest ?? false,
    kind: notice?.kind ?? null,
    task: notice?.task?.number ?? null,
    createdAt: createdAt.toISOString(),
    nextAt: state === "waiting" ? dueAt.toISOString() : null,
    settledAt: settledAt?.toISOString() ?? null,
  };
}
