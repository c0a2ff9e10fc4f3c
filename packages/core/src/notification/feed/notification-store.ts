import type { Notification } from "./notification.ts";

/** Whose tasks are told of: those of the projects that one person asked for; null: whoever did. */
export interface ToldTasks {
  projects: readonly string[];
  askedBy: string | null;
}

/** What of the feed of changes people have to see, and how far each has read it. */
export interface NotificationStore {
  /** The newest first; `beforePosition` null: from the newest. */
  list(input: ToldTasks & { beforePosition: number | null; limit: number }): Promise<Notification[]>;
  /** The oldest first, of those that came after the position. */
  listAfter(input: ToldTasks & { afterPosition: number; limit: number }): Promise<Notification[]>;
  /** How many came after the position; no more than `most` are counted. */
  count(input: ToldTasks & { afterPosition: number; most: number }): Promise<number>;
  /** How far the person has read; 0: nothing. */
  findRead(userId: string): Promise<number>;
  /** Takes what is there up to the position as read. What was read stays so. Returns how far the person has read. */
  markRead(input: { userId: string; upTo: number }): Promise<number>;
}
