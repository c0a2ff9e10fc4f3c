import { Invitation, type InvitationStore, Role } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { and, desc, eq, gt, isNull, sql } from "../../drizzle.ts";
import { tellEnd } from "../../feed/right-feed.ts";
import { teamMembers } from "../../schema/accounts.ts";
import { teamInvitations } from "../../schema/people.ts";
import { hideValues } from "../hide-values.ts";
import { makeWithin } from "../make-within.ts";

const isOpen = and(isNull(teamInvitations.acceptedAt), gt(teamInvitations.expiresAt, sql`now()`));

export function postgresInvitationStore({ drizzle }: Pick<Database, "drizzle">): InvitationStore {
  return hideValues<InvitationStore>({
    add(invitation, limit) {
      const { teamId } = invitation;
      const of = `invitations to ${teamId ?? "the server"}`;
      const count = (tx: Transaction) => tx.$count(teamInvitations, and(isOpen, isOf(teamId)));
      return makeWithin(drizzle, { of, count, limit }, async (tx) => {
        const [row] = await tx.insert(teamInvitations).values(invitation).returning();
        return Invitation.parse(row);
      });
    },
    async list(teamId) {
      const rows = await drizzle
        .select()
        .from(teamInvitations)
        .where(and(isOpen, isOf(teamId)))
        .orderBy(desc(teamInvitations.createdAt));
      return rows.map((row) => Invitation.parse(row));
    },
    async find(tokenHash) {
      const [row] = await drizzle
        .select()
        .from(teamInvitations)
        .where(and(isOpen, eq(teamInvitations.tokenHash, tokenHash)));
      return row === undefined ? null : Invitation.parse(row);
    },
    accept: ({ tokenHash, userId }) =>
      drizzle.transaction(async (tx) => {
        const [row] = await tx
          .update(teamInvitations)
          .set({ acceptedAt: sql`now()`, acceptedBy: userId })
          .where(and(isOpen, eq(teamInvitations.tokenHash, tokenHash)))
          .returning();
        if (row === undefined) {
          return null;
        }
        const invitation = Invitation.parse(row);
        await join(tx, { ...invitation, userId });
        await tellEnd(tx, { kind: "person", id: userId });
        return invitation;
      }),
    async remove({ id, teamId }) {
      const removed = await drizzle
        .delete(teamInvitations)
        .where(and(isOpen, eq(teamInvitations.id, id), isOf(teamId)))
        .returning({ id: teamInvitations.id });
      return removed.length > 0;
    },
  });
}

function isOf(teamId: string | null) {
  return teamId === null ? isNull(teamInvitations.teamId) : eq(teamInvitations.teamId, teamId);
}

/** Whoever is in the team already stays what they are, if that is more. */
async function join(tx: Transaction, { teamId, role, userId }: Invitation & { userId: string }): Promise<void> {
  if (teamId === null || role === null) {
    return;
  }
  const order = sql`array[${sql.join(
    Role.options.map((each) => sql`${each}`),
    sql`, `,
  )}]::text[]`;
  await tx
    .insert(teamMembers)
    .values({ teamId, userId, role })
    .onConflictDoUpdate({
      target: [teamMembers.teamId, teamMembers.userId],
      set: { role: sql`excluded.role` },
      setWhere: sql`array_position(${order}, excluded.role::text) < array_position(${order}, ${teamMembers.role}::text)`,
    });
}
