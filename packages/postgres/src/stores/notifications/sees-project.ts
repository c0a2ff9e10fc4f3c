import { alias, eq, or, sql } from "../../drizzle.ts";
import { projects, teamMembers } from "../../schema/accounts.ts";
import { notificationDestinations } from "../../schema/notifications.ts";

const member = alias(teamMembers, "member");

/** Whether whoever has the destination, a person or a team, sees the project, both being in the query. */
export const seesProject = or(
  eq(projects.teamId, notificationDestinations.teamId),
  eq(projects.userId, notificationDestinations.userId),
  sql`exists (select from ${teamMembers} as ${sql.identifier("member")} where ${member.teamId} = ${projects.teamId}
    and ${member.userId} = ${notificationDestinations.userId})`,
);
