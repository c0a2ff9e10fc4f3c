import { type ListedProject, type ProjectStore, Role } from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, or, sql } from "../../drizzle.ts";
import { tellMembers } from "../../feed/right-feed.ts";
import { projects, teamMembers, teams } from "../../schema/accounts.ts";
import { insertProject } from "../accounts/ensure-project.ts";
import { hideValues } from "../hide-values.ts";
import { makeWithin } from "../make-within.ts";
import { refuseTaken } from "./refuse-taken.ts";

/** Projects by their names, in PostgreSQL. */
export function postgresProjectStore({ drizzle }: Database): ProjectStore {
  return hideValues<ProjectStore>({
    list: (userId) => listProjects(drizzle, userId),
    make: ({ owner, slug }, limit) =>
      refuseTaken(`Making the project ${slug}`, () => {
        const isOwners = owner.kind === "user" ? eq(projects.userId, owner.userId) : eq(projects.teamId, owner.teamId);
        const of = `projects of ${owner.kind === "user" ? owner.userId : owner.teamId}`;
        const count = (tx: Transaction) => tx.$count(projects, isOwners);
        return makeWithin(drizzle, { of, count, limit }, async (tx) => {
          const project = await insertProject(tx, owner, slug);
          await tellMembers(tx, owner);
          return project;
        });
      }),
    async rename(projectId, slug) {
      await refuseTaken(`Calling a project ${slug}`, () =>
        drizzle.update(projects).set({ slug }).where(eq(projects.id, projectId)),
      );
    },
  });
}

async function listProjects(drizzle: Drizzle, userId: string): Promise<ListedProject[]> {
  const isMember = and(eq(teamMembers.teamId, projects.teamId), eq(teamMembers.userId, userId));
  const rows = await drizzle
    .select({
      id: projects.id,
      teamId: projects.teamId,
      team: teams.slug,
      slug: projects.slug,
      role: teamMembers.role,
      createdAt: projects.createdAt,
    })
    .from(projects)
    .leftJoin(teams, eq(teams.id, projects.teamId))
    .leftJoin(teamMembers, isMember)
    .where(or(eq(projects.userId, userId), eq(teamMembers.userId, userId)))
    .orderBy(sql`${teams.slug} nulls first`, asc(projects.slug));
  return rows.map((row) => ({ ...row, role: row.teamId === null ? "owner" : Role.parse(row.role) }));
}
