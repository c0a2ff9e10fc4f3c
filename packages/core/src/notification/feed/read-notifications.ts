import type { Actor } from "../../account/actor.ts";
import { type NamedProjectsDeps, namedProjects } from "../../account/rights/seen-projects.ts";
import { personTold } from "../destination/keep-destinations.ts";
import type { Notification } from "./notification.ts";
import type { NotificationStore, ToldTasks } from "./notification-store.ts";

/** Beyond that nobody reads one by one, and counting costs. */
const MOST_UNREAD = 1000;

export interface ListNotificationsInput {
  actor: Actor;
  /** Of all tasks of this project; null: of those that the actor asked for, wherever. */
  project: string | null;
  limit: number;
  /** Those before it; null: the newest. */
  beforePosition: number | null;
}

export interface ReadNotificationsDeps extends NamedProjectsDeps {
  notifications: NotificationStore;
}

/** How far somebody has read. */
export interface ReadState {
  readUpTo: number;
  /** At most 1000 are counted. */
  unread: number;
}

export interface NotificationPage extends ReadState {
  notifications: Notification[];
  /** null: there is no older one. */
  nextBefore: number | null;
}

/** What the actor has to see, of tasks that they see, the newest first. Throws `not_found` and `forbidden`. */
export async function listNotifications(
  { actor, project, limit, beforePosition }: ListNotificationsInput,
  deps: ReadNotificationsDeps,
): Promise<NotificationPage> {
  const attempt = "Reading notifications";
  const userId = personTold(actor, attempt);
  const told = await toldTasks({ actor, project, attempt }, deps);
  const found = await deps.notifications.list({ ...told, beforePosition, limit: limit + 1 });
  const notifications = found.slice(0, limit);
  const nextBefore = found.length > limit ? (notifications.at(-1)?.position ?? null) : null;
  const readUpTo = await deps.notifications.findRead(userId);
  return { notifications, nextBefore, ...(await countUnread(told, readUpTo, deps)) };
}

/** Takes what is there up to the position as read, wherever the actor reads it. Throws `forbidden`. */
export async function markNotificationsRead(
  { actor, upTo }: { actor: Actor; upTo: number },
  deps: ReadNotificationsDeps,
): Promise<ReadState> {
  const attempt = "Taking notifications as read";
  const userId = personTold(actor, attempt);
  const readUpTo = await deps.notifications.markRead({ userId, upTo });
  return countUnread(await toldTasks({ actor, project: null, attempt }, deps), readUpTo, deps);
}

/** What an actor follows of what they have to see. */
export interface FollowedNotifications extends ToldTasks {
  userId: string;
}

/** What the actor would have to see of all tasks of this project; null: of those that they ask for. Throws `not_found` and `forbidden`. */
export async function findNotifications(
  { actor, project }: { actor: Actor; project: string | null },
  deps: NamedProjectsDeps,
): Promise<FollowedNotifications> {
  const attempt = "Following notifications";
  return { userId: personTold(actor, attempt), ...(await toldTasks({ actor, project, attempt }, deps)) };
}

/** What came after the position, the oldest first, and how far its person has read. */
export async function readNotifications(
  { userId, ...page }: FollowedNotifications & { afterPosition: number; limit: number },
  { notifications }: Pick<ReadNotificationsDeps, "notifications">,
): Promise<{ notifications: Notification[]; readUpTo: number }> {
  const found = await notifications.listAfter(page);
  return { notifications: found, readUpTo: found.length === 0 ? 0 : await notifications.findRead(userId) };
}

async function toldTasks(
  { actor, project, attempt }: { actor: Actor; project: string | null; attempt: string },
  deps: NamedProjectsDeps,
): Promise<ToldTasks> {
  const projects = await namedProjects({ actor, project, attempt }, deps);
  return { projects, askedBy: project === null ? personTold(actor, attempt) : null };
}

async function countUnread(
  told: ToldTasks,
  readUpTo: number,
  { notifications }: ReadNotificationsDeps,
): Promise<ReadState> {
  const unread = await notifications.count({ ...told, afterPosition: readUpTo, most: MOST_UNREAD });
  return { readUpTo, unread };
}
