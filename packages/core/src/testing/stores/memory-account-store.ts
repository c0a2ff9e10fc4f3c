import { randomUUID } from "node:crypto";
import type { AccountStore } from "../../account/account-store.ts";
import type { SeenProject } from "../../account/may.ts";
import type { Memory } from "./memory.ts";

type People = Omit<AccountStore, "ensureForgeUser" | "linkForgeAccount">;

/** A person's own project has their id. In a project of which no roles are said, everybody is its owner. */
export function memoryAccountStore(memory: Memory): People {
  const seenBy = (id: string, userId: string | null): SeenProject => {
    const roles = memory.roles.get(id);
    if (userId === null) {
      return { id, role: null };
    }
    return { id, role: roles === undefined ? "owner" : (roles.get(userId) ?? null) };
  };
  return {
    async ensureUser(login) {
      const same = [...memory.users.values()].find((user) => user.login === login);
      const user = same ?? { id: randomUUID(), login, createdAt: memory.now() };
      memory.users.set(user.id, user);
      return user;
    },
    getUser: async (id) => memory.users.get(id) ?? null,
    ensureProject: async (owner) => ({ id: owner.kind === "user" ? owner.userId : owner.teamId }),
    async listProjects(userId) {
      const ids = new Set([userId, ...[...memory.repos.values()].map(({ projectId }) => projectId)]);
      return [...ids].map((id) => seenBy(id, userId)).filter(({ role }) => role !== null);
    },
    async findProject({ repoId, userId }) {
      const repo = memory.repos.get(repoId);
      return repo === undefined ? null : seenBy(repo.projectId, userId);
    },
  };
}
