import { randomUUID } from "node:crypto";
import type { AccountStore, ForgeLinking } from "../../../account/account-store.ts";
import type { SeenProject } from "../../../account/rights/may.ts";
import type { Memory } from "../memory.ts";
import { seenInMemory } from "./memory-project-store.ts";

type People = Omit<AccountStore, Exclude<ForgeLinking, "listForgeLinks" | "listProjectLinks">>;

/**
 * A person's own project where none is named has their id. In a project that nobody made by name and of which no roles are said,
 * everybody is its owner.
 */
export function memoryAccountStore(memory: Memory): People {
  const seenBy = (id: string, userId: string | null): SeenProject => {
    const project = memory.projects.get(id);
    if (project !== undefined) {
      return seenInMemory(memory, project, userId);
    }
    const roles = memory.roles.get(id);
    const role = roles === undefined ? "owner" : (roles.get(userId ?? "") ?? null);
    return { id, teamId: null, role: userId === null ? null : role };
  };
  return {
    async ensureUser(login) {
      const same = [...memory.users.values()].find((user) => user.login === login);
      const user = same ?? { id: randomUUID(), login, createdAt: memory.now() };
      memory.users.set(user.id, user);
      return user;
    },
    getSignOff: async (userId) => memory.signOffs.get(userId) ?? null,
    async putSignOff(userId, signOff) {
      if (signOff === null) {
        memory.signOffs.delete(userId);
      } else {
        memory.signOffs.set(userId, { ...signOff, agreedAt: memory.now() });
      }
    },
    listForgeLinks: async () => [],
    listProjectLinks: async () => [],
    getUser: async (id) => memory.users.get(id) ?? null,
    nameOwner: async (owner) =>
      (owner.kind === "user" ? memory.users.get(owner.userId)?.login : memory.teams.get(owner.teamId)?.slug) ?? null,
    async ensureProject(owner) {
      const made = [...memory.projects.values()].find(
        ({ slug, teamId }) => slug === "default" && owner.kind === "team" && teamId === owner.teamId,
      );
      return { id: made?.id ?? (owner.kind === "user" ? owner.userId : owner.teamId) };
    },
    async listProjects(userId) {
      const places = [...memory.repos.values()].map(({ projectId }) => projectId);
      const ids = new Set([userId, ...places, ...memory.projects.keys()]);
      return [...ids].map((id) => seenBy(id, userId)).filter(({ role }) => role !== null);
    },
    async findNamedProject({ userId, team, slug }) {
      if (team === null && slug === "default") {
        return seenBy(userId, userId);
      }
      const named = [...memory.projects.values()].filter((project) => project.slug === slug);
      const teamIdOf = [...memory.teams.values()].find((one) => one.slug === team)?.id ?? null;
      const project = named.find((one) =>
        team === null ? one.userId === userId : teamIdOf !== null && one.teamId === teamIdOf,
      );
      const seen = project === undefined ? null : seenBy(project.id, userId);
      return seen?.role === null ? null : seen;
    },
    findProjectById: async ({ projectId, userId }) => seenBy(projectId, userId),
    async findProject({ repoId, userId }) {
      const repo = memory.repos.get(repoId);
      return repo === undefined ? null : seenBy(repo.projectId, userId);
    },
  };
}
