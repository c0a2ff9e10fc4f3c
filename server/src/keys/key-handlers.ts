import { randomUUID } from "node:crypto";
import type { ApiKey } from "@catalyst/api";
import {
  type Actor,
  endKey,
  listKeys,
  listProjects,
  listTeams,
  makeKey,
  type ApiKey as StoredKey,
  writeProjectName,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import type { ServerDeps } from "../server-deps.ts";

type KeyHandlers = Pick<Handlers, "listApiKeys" | "createApiKey" | "removeApiKey">;

export function keyHandlers(deps: ServerDeps): KeyHandlers {
  return {
    async listApiKeys(_request, { actor }) {
      const keys = await listKeys({ actor }, deps);
      const places = await namePlaces(actor, deps);
      return { data: keys.map((key) => presentKey(key, places)) };
    },
    async createApiKey({ body }, { actor }) {
      const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
      const { key, token } = await makeKey({ actor, ...body, expiresAt }, { ...deps, newId: randomUUID });
      return { apiKey: presentKey(key, await namePlaces(actor, deps)), key: token };
    },
    async removeApiKey({ params }, { actor }) {
      await endKey({ actor, key: params.key }, deps);
      return null;
    },
  };
}

/** By the ids of teams and projects, as far as the actor sees them. */
type Places = ReadonlyMap<string, string>;

async function namePlaces(actor: Actor, deps: ServerDeps): Promise<Places> {
  const [teams, projects] = await Promise.all([listTeams({ actor }, deps), listProjects({ actor }, deps)]);
  return new Map([
    ...teams.map(({ id, slug }) => [id, slug] as const),
    ...projects.map((project) => [project.id, writeProjectName(project)] as const),
  ]);
}

/** A place that its person no longer sees is told by its id: there the key counts for nothing. */
function presentKey({ userId: _userId, within, ...key }: StoredKey, places: Places): ApiKey {
  const nameOf = (id: string) => places.get(id) ?? id;
  return {
    ...key,
    team: within?.kind === "team" ? nameOf(within.teamId) : null,
    project: within?.kind === "project" ? nameOf(within.projectId) : null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
  };
}
