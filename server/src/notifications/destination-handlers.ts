import { randomUUID } from "node:crypto";
import { type Actor, listProjects, writeProjectName } from "@catalyst/core";
import {
  changeDestination,
  findDestination,
  listDestinations,
  makeDestination,
  removeDestination,
  resendDelivery,
  rotateDestinationSecret,
  tryDestination,
} from "@catalyst/core/notification";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentDelivery, presentDestination } from "./present-destination.ts";

type DestinationHandlers = Pick<
  Handlers,
  | "listDestinations"
  | "createDestination"
  | "changeDestination"
  | "removeDestination"
  | "rotateDestinationSecret"
  | "testDestination"
  | "listDeliveries"
  | "resendDelivery"
>;

export function destinationHandlers(deps: ServerDeps): DestinationHandlers {
  const keeping = { ...deps, newId: randomUUID };
  return {
    async listDestinations({ query }, { actor }) {
      const all = await listDestinations({ actor, ...query }, deps);
      const projects = await nameProjects(actor, deps);
      return { data: all.map((destination) => presentDestination(destination, projects)) };
    },
    async createDestination({ body }, { actor }) {
      const { destination, secret } = await makeDestination({ actor, ...body }, keeping);
      return { destination: presentDestination(destination, await nameProjects(actor, deps)), secret };
    },
    async changeDestination({ params, query, body }, { actor }) {
      const changed = await changeDestination({ actor, ...query, ...params, ...body }, deps);
      return presentDestination(changed, await nameProjects(actor, deps));
    },
    async removeDestination({ params, query }, { actor }) {
      await removeDestination({ actor, ...query, ...params }, deps);
      return null;
    },
    async rotateDestinationSecret({ params, query }, { actor }) {
      const { destination, secret } = await rotateDestinationSecret({ actor, ...query, ...params }, deps);
      return { destination: presentDestination(destination, await nameProjects(actor, deps)), secret };
    },
    async testDestination({ params, query }, { actor }) {
      const patience = { patienceSeconds: deps.limits.takeSeconds, pause: deps.gateway.pause };
      return presentDelivery(await tryDestination({ actor, ...query, ...params }, { ...keeping, ...patience }));
    },
    async listDeliveries({ params, query }, { actor }) {
      const attempt = "Looking at deliveries";
      const { limit, cursor, team } = query;
      const { id: destinationId, ...keeper } = await findDestination({ actor, team, ...params, attempt }, deps);
      const beforeNumber = decodeCursor("deliveries", "number", cursor);
      const items = await deps.outbox.listFor({ destinationId, keeper, beforeNumber, limit });
      const last = items.length < limit ? null : (items.at(-1)?.number ?? null);
      return { data: items.map(presentDelivery), nextCursor: encodeCursor("deliveries", last) };
    },
    async resendDelivery({ params, query }, { actor }) {
      return presentDelivery(await resendDelivery({ actor, ...query, ...params }, deps));
    },
  };
}

/** The names of the projects that the actor sees, by their ids. */
async function nameProjects(actor: Actor, deps: ServerDeps): Promise<ReadonlyMap<string, string>> {
  const projects = await listProjects({ actor }, deps);
  return new Map(projects.map((project) => [project.id, writeProjectName(project)]));
}
