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
    async listDestinations(_request, { actor }) {
      const all = await listDestinations({ actor }, deps);
      const projects = await nameProjects(actor, deps);
      return { data: all.map((destination) => presentDestination(destination, projects)) };
    },
    async createDestination({ body }, { actor }) {
      const { destination, secret } = await makeDestination({ actor, ...body }, keeping);
      return { destination: presentDestination(destination, await nameProjects(actor, deps)), secret };
    },
    async changeDestination({ params, body }, { actor }) {
      const changed = await changeDestination({ actor, ...params, ...body }, deps);
      return presentDestination(changed, await nameProjects(actor, deps));
    },
    async removeDestination({ params }, { actor }) {
      await removeDestination({ actor, ...params }, deps);
      return null;
    },
    async rotateDestinationSecret({ params }, { actor }) {
      const { destination, secret } = await rotateDestinationSecret({ actor, ...params }, deps);
      return { destination: presentDestination(destination, await nameProjects(actor, deps)), secret };
    },
    async testDestination({ params }, { actor }) {
      const patience = { patienceSeconds: deps.limits.takeSeconds, pause: deps.gateway.pause };
      return presentDelivery(await tryDestination({ actor, ...params }, { ...keeping, ...patience }));
    },
    async listDeliveries({ params, query }, { actor }) {
      const attempt = "Looking at deliveries";
      const { id: destinationId, userId } = await findDestination({ actor, ...params, attempt }, deps);
      const { limit, cursor } = query;
      const beforeNumber = decodeCursor("deliveries", "number", cursor);
      const items = await deps.outbox.listFor({ destinationId, userId, beforeNumber, limit });
      const last = items.length < limit ? null : (items.at(-1)?.number ?? null);
      return { data: items.map(presentDelivery), nextCursor: encodeCursor("deliveries", last) };
    },
    async resendDelivery({ params }, { actor }) {
      return presentDelivery(await resendDelivery({ actor, ...params }, deps));
    },
  };
}

/** The names of the projects that the actor sees, by their ids. */
async function nameProjects(actor: Actor, deps: ServerDeps): Promise<ReadonlyMap<string, string>> {
  const projects = await listProjects({ actor }, deps);
  return new Map(projects.map((project) => [project.id, writeProjectName(project)]));
}
