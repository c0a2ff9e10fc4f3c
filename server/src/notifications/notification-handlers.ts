import { listNotifications, markNotificationsRead } from "@catalyst/core/notification";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentNotification } from "./present-notification.ts";

type NotificationHandlers = Pick<Handlers, "listNotifications" | "markNotificationsRead">;

/** The feed of what one has to see. */
export function notificationHandlers(deps: ServerDeps): NotificationHandlers {
  return {
    async listNotifications({ query: { limit, cursor, project = null } }, { actor }) {
      const beforePosition = decodeCursor("notifications", "position", cursor);
      const page = await listNotifications({ actor, project, limit, beforePosition }, deps);
      const { notifications, nextBefore, readUpTo, unread } = page;
      const data = notifications.map((one) => presentNotification(one, readUpTo));
      return { data, nextCursor: encodeCursor("notifications", nextBefore), readUpTo, unread };
    },
    markNotificationsRead: ({ body }, { actor }) => markNotificationsRead({ actor, ...body }, deps),
  };
}
