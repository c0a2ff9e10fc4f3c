import type { Notification as ToldNotification } from "@catalyst/api";
import type { Notification } from "@catalyst/core/notification";

export function presentNotification({ at, ...told }: Notification, readUpTo: number): ToldNotification {
  return { ...told, at: at.toISOString(), isRead: told.position <= readUpTo };
}
