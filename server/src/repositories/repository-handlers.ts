import { randomUUID } from "node:crypto";
import {
  addSecret,
  changeDefaultBranch,
  checkSettings,
  listRepositories,
  listSecrets,
  type ProjectSecret,
  registerRepository,
  removeSecret,
} from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentRepository } from "./present-repository.ts";

type RepositoryHandlers = Pick<
  Handlers,
  | "listRepositories"
  | "registerRepository"
  | "putDefaultBranch"
  | "checkSettings"
  | "listSecrets"
  | "putSecret"
  | "removeSecret"
>;

export function repositoryHandlers(deps: ServerDeps): RepositoryHandlers {
  return {
    async listRepositories({ query }, { actor }) {
      const { limit, cursor, project } = query;
      const afterUrl = decodeCursor("repositories", "text", cursor);
      const { repos, nextAfter } = await listRepositories({ actor, project, limit, afterUrl }, deps);
      return { data: repos.map(presentRepository), nextCursor: encodeCursor("repositories", nextAfter) };
    },
    registerRepository: async ({ body }, { actor }) =>
      presentRepository(await registerRepository({ actor, ...body }, { ...deps, ...deps.worker })),
    async putDefaultBranch({ params, body }, { actor }) {
      const wish = { actor, repoId: params.repository, ...body };
      return presentRepository(await changeDefaultBranch(wish, { ...deps, ...deps.worker }));
    },
    async checkSettings({ params, body }, { actor }) {
      const wish = { actor, repoId: params.repository, ...body };
      const { settings, ...checked } = await checkSettings(wish, { ...deps, ...deps.worker });
      const { sources, notes, ...values } = settings;
      return { ...checked, settings: values, sources, notes };
    },
    async listSecrets({ params }, { actor }) {
      const secrets = await listSecrets({ actor, repoId: params.repository }, deps);
      return { data: secrets.map(presentSecret) };
    },
    async putSecret({ params, body }, { actor }) {
      const { repository: repoId, name } = params;
      const stored = await addSecret({ actor, repoId, name, ...body }, { ...deps, newId: randomUUID });
      return { ...presentSecret(stored.secret), isReplaced: stored.isReplaced };
    },
    async removeSecret({ params }, { actor }) {
      await removeSecret({ actor, repoId: params.repository, name: params.name }, deps);
      return null;
    },
  };
}

function presentSecret({ name, createdAt }: ProjectSecret): { name: string; createdAt: string } {
  return { name, createdAt: createdAt.toISOString() };
}
