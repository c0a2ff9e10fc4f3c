import type { Keeper } from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import { eq } from "../../drizzle.ts";
import { notificationDestinations } from "../../schema/notifications.ts";

/** Whether a destination is this person's, or this team's. */
export function isKeptBy({ userId, teamId }: Keeper): SQL {
  return teamId === null
    ? eq(notificationDestinations.userId, userId as string)
    : eq(notificationDestinations.teamId, teamId);
}
