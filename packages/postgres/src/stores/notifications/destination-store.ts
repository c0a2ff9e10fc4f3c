import type { Keeper } from "@catalyst/core";
import {
  Channel,
  Destination,
  type DestinationStore,
  mailAddressOf,
  NotificationKind,
} from "@catalyst/core/notification";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, inArray, isNotNull, or, sql } from "../../drizzle.ts";
import { projects, repos, users } from "../../schema/accounts.ts";
import { notificationDestinations } from "../../schema/notifications.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";
import { makeWithin } from "../make-within.ts";
import { holdKeys } from "../pairs/hold-keys.ts";
import { isSame } from "../pairs/is-same.ts";
import { refuseTaken } from "../teams/refuse-taken.ts";
import { isKeptBy } from "./is-kept-by.ts";
import { seesProject } from "./sees-project.ts";

type Row = typeof notificationDestinations.$inferSelect;

/** Where people want to be told of tasks, in PostgreSQL. One of a channel that only a newer version knows isn't there. */
export function postgresDestinationStore({ drizzle }: Database): DestinationStore {
  const isIt = (of: Keeper & { id: string }) => and(eq(notificationDestinations.id, of.id), isKeptBy(of));
  return hideValues<DestinationStore>({
    insert: insertIn(drizzle),
    async list(keeper) {
      const rows = await drizzle
        .select()
        .from(notificationDestinations)
        .where(and(isKeptBy(keeper), inArray(notificationDestinations.channel, [...Channel.options])))
        .orderBy(asc(notificationDestinations.createdAt), asc(notificationDestinations.id));
      return rows.map(toDestination);
    },
    async change(of, patch) {
      const [row] = await refuseTaken("Changing the destination", () =>
        drizzle.transaction(async (tx) => {
          await holdKeys(tx, [patch.secret, patch.previousSecret]);
          return tx.update(notificationDestinations).set(patch).where(isIt(of)).returning();
        }),
      );
      return row === undefined ? null : toDestination(row);
    },
    ...removingIn(drizzle, isIt),
    ...sealedIn(drizzle),
    async findMailAddress(userId) {
      const [row] = await drizzle.select().from(users).where(eq(users.id, userId));
      return row === undefined ? null : mailAddressOf(row);
    },
    async findReceiver({ destinationId, taskId }) {
      const isSeen = sql`exists (${drizzle
        .select({ id: agentTasks.id })
        .from(agentTasks)
        .innerJoin(repos, eq(repos.id, agentTasks.repoId))
        .innerJoin(projects, eq(projects.id, repos.projectId))
        .where(and(eq(agentTasks.id, sql`${taskId}::uuid`), seesProject))})`;
      const [row] = await drizzle
        .select({ destination: notificationDestinations, email: users.email, emailVerified: users.emailVerified })
        .from(notificationDestinations)
        .leftJoin(users, eq(users.id, notificationDestinations.userId))
        .where(and(eq(notificationDestinations.id, destinationId), taskId === null ? undefined : isSeen));
      if (row === undefined) {
        return null;
      }
      const { email, emailVerified } = row;
      const account = email === null || emailVerified === null ? null : { email, emailVerified };
      return {
        destination: toDestination(row.destination),
        mailAddress: account === null ? null : mailAddressOf(account),
      };
    },
  });
}

function removingIn(
  drizzle: Drizzle,
  isIt: (of: Keeper & { id: string }) => SQL | undefined,
): Pick<DestinationStore, "remove" | "removeMail"> {
  return {
    async remove(of) {
      const removed = await drizzle
        .delete(notificationDestinations)
        .where(isIt(of))
        .returning({ id: notificationDestinations.id });
      return removed.length === 1;
    },
    async removeMail(id) {
      const removed = await drizzle
        .delete(notificationDestinations)
        .where(and(eq(notificationDestinations.id, id), eq(notificationDestinations.channel, "email")))
        .returning({ id: notificationDestinations.id });
      return removed.length === 1;
    },
  };
}

function sealedIn(drizzle: Drizzle): Pick<DestinationStore, "listSealed" | "replaceSealed"> {
  return {
    async listSealed() {
      const isSealed = or(isNotNull(notificationDestinations.address), isNotNull(notificationDestinations.secret));
      return (await drizzle.select().from(notificationDestinations).where(isSealed)).map(toDestination);
    },
    async replaceSealed(before, { address, secret, previousSecret }) {
      const rows = await drizzle
        .update(notificationDestinations)
        .set({ address, secret, previousSecret })
        .where(
          and(
            eq(notificationDestinations.id, before.id),
            isSame(notificationDestinations.address, before.address),
            isSame(notificationDestinations.secret, before.secret),
            isSame(notificationDestinations.previousSecret, before.previousSecret),
          ),
        )
        .returning({ id: notificationDestinations.id });
      return rows.length === 1;
    },
  };
}

function insertIn(drizzle: Drizzle): DestinationStore["insert"] {
  return async (destination, limit) => {
    const of = `destinations of ${destination.userId ?? destination.teamId}`;
    const count = (tx: Transaction) => tx.$count(notificationDestinations, isKeptBy(destination));
    await refuseTaken(`Adding the destination ${destination.name}`, () =>
      makeWithin(drizzle, { of, count, limit }, async (tx) => {
        await holdKeys(tx, [destination.address, destination.secret]);
        await tx.insert(notificationDestinations).values(destination);
      }),
    );
  };
}

/** A kind that only a newer version knows is none here. */
function toDestination({ kinds, ...row }: Row): Destination {
  const known = (kinds as unknown[]).filter((kind) => NotificationKind.safeParse(kind).success);
  return Destination.parse({ ...row, kinds: known });
}
