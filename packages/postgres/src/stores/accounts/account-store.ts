import { type AccountStore, Role, type SeenProject, User } from "@catalyst/core";
import type { Database, Drizzle } from "../../database.ts";
import { and, eq, or, sql } from "../../drizzle.ts";
import { projects, repos, teamMembers, teams, users } from "../../schema/accounts.ts";
import { hideValues } from "../hide-values.ts";
import { ensureProject } from "./ensure-project.ts";
import { listForgeLinks, listProjectLinks, unlinkForge } from "./forge-links.ts";
import { ensureForgeUser, findForgePerson, linkForgeAccount } from "./forge-users.ts";
import { signOffs } from "./sign-offs.ts";

/** People and projects in PostgreSQL. What is ensured twice is there once. */
export function postgresAccountStore({ drizzle }: Database): AccountStore {
  return hideValues<AccountStore>({
    async ensureUser(login) {
      await drizzle
        .insert(users)
        .values({ login, name: login, email: `${login}@localhost.localdomain` })
        .onConflictDoNothing();
      const [row] = await drizzle.select().from(users).where(eq(users.login, login));
      return User.parse(row);
    },
    async getUser(id) {
      const [row] = await drizzle.select().from(users).where(eq(users.id, id));
      return row === undefined ? null : User.parse(row);
    },
    async nameOwner(owner) {
      const [row] =
        owner.kind === "user"
          ? await drizzle.select({ name: users.login }).from(users).where(eq(users.id, owner.userId))
          : await drizzle.select({ name: teams.slug }).from(teams).where(eq(teams.id, owner.teamId));
      return row?.name ?? null;
    },
    ...signOffs(drizzle),
    ensureForgeUser: (account) => ensureForgeUser(drizzle, account),
    findForgePerson: (account) => findForgePerson(drizzle, account),
    linkForgeAccount: (input) => drizzle.transaction((tx) => linkForgeAccount(tx, input)),
    listForgeLinks: (userId) => listForgeLinks(drizzle, userId),
    listProjectLinks: (input) => listProjectLinks(drizzle, input),
    unlinkForge: (input) => drizzle.transaction((tx) => unlinkForge(tx, input)),
    ensureProject: (owner) => drizzle.transaction((tx) => ensureProject(tx, owner)),
    async listProjects(userId) {
      const rows = await selectSeen(drizzle, userId).where(or(isOwn(userId), eq(teamMembers.userId, userId)));
      return rows.map(toSeen);
    },
    async findNamedProject({ userId, team, slug }) {
      const isNamed = and(
        eq(projects.slug, slug),
        team === null ? isOwn(userId) : and(eq(teams.slug, team), eq(teamMembers.userId, userId)),
      );
      const [row] = await selectSeen(drizzle, userId).leftJoin(teams, eq(teams.id, projects.teamId)).where(isNamed);
      return row === undefined ? null : toSeen(row);
    },
    async findProjectById({ projectId, userId }) {
      const [row] = await selectSeen(drizzle, userId).where(eq(projects.id, projectId));
      return row === undefined ? null : toSeen(row);
    },
    async findProject({ repoId, userId }) {
      const [row] = await selectSeen(drizzle, userId)
        .innerJoin(repos, eq(repos.projectId, projects.id))
        .where(eq(repos.id, repoId));
      return row === undefined ? null : toSeen(row);
    },
  });
}

/** For nobody (null) it is null, which is no. */
const isOwn = (userId: string | null) => sql`${projects.userId} = ${userId}::uuid`;

function selectSeen(drizzle: Drizzle, userId: string | null) {
  const isMember = and(eq(teamMembers.teamId, projects.teamId), sql`${teamMembers.userId} = ${userId}::uuid`);
  return drizzle
    .select({
      id: projects.id,
      teamId: projects.teamId,
      role: sql<string | null>`case when ${isOwn(userId)} then 'owner' else ${teamMembers.role} end`,
    })
    .from(projects)
    .leftJoin(teamMembers, isMember)
    .$dynamic();
}

function toSeen({ id, teamId, role }: { id: string; teamId: string | null; role: string | null }): SeenProject {
  return { id, teamId, role: Role.nullable().parse(role) };
}
