import { randomUUID } from "node:crypto";
import type { Project } from "../../../account/account.ts";
import { checkCount } from "../../../account/count-limit.ts";
import type { ListedProject, ProjectStore } from "../../../account/projects/project-store.ts";
import type { SeenProject } from "../../../account/rights/may.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import type { Memory } from "../memory.ts";

export function memoryProjectStore(memory: Memory): ProjectStore {
  return {
    async list(userId) {
      const seen = [...memory.projects.values()].map((project) => presentProject(memory, project, userId));
      return seen.filter(({ role }) => role !== null).sort(byName);
    },
    async make({ owner, slug }, limit) {
      const [userId, teamId] = owner.kind === "user" ? [owner.userId, null] : [null, owner.teamId];
      const same = [...memory.projects.values()].filter((one) => one.userId === userId && one.teamId === teamId);
      checkCount(same.length, limit);
      refuseTaken(memory, { userId, teamId, slug });
      const id = randomUUID();
      memory.projects.set(id, { id, slug, userId, teamId, createdAt: memory.now() });
      return { id };
    },
    async rename(projectId, slug) {
      const project = memory.projects.get(projectId) as Project;
      if (project.slug !== slug) {
        refuseTaken(memory, { ...project, slug });
      }
      memory.projects.set(projectId, { ...project, slug });
    },
  };
}

/** As what somebody sees a project that was made by name. */
export function seenInMemory(memory: Memory, project: Project, userId: string | null): SeenProject {
  const { id, teamId } = project;
  const member = memory.members.find((one) => one.teamId === teamId && one.userId === userId);
  return { id, teamId, role: project.userId === userId ? "owner" : (member?.role ?? null) };
}

function presentProject(memory: Memory, project: Project, userId: string): ListedProject {
  const { slug, createdAt, teamId } = project;
  const team = teamId === null ? null : (memory.teams.get(teamId)?.slug ?? null);
  return { ...seenInMemory(memory, project, userId), team, slug, createdAt };
}

function refuseTaken(memory: Memory, { userId, teamId, slug }: Pick<Project, "userId" | "teamId" | "slug">): void {
  const isTaken = [...memory.projects.values()].some(
    (one) => one.slug === slug && one.userId === userId && one.teamId === teamId,
  );
  if (isTaken) {
    throw new CatalystError("conflict", `There is a project ${slug} already.`);
  }
}

function byName(a: ListedProject, b: ListedProject): number {
  const [left, right] = [a, b].map(({ team, slug }) => `${team ?? ""}/${slug}`) as [string, string];
  return left < right ? -1 : 1;
}
