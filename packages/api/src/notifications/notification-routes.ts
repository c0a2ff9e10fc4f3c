import { z } from "zod";
import { PageQuery, pageOf } from "../contract/page.ts";
import { ProjectQuery } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { Notification, ReadState } from "./notification.ts";

export const NOTIFICATION_ROUTES = {
  listNotifications: defineRoute({
    method: "get",
    path: "/notifications/feed",
    operationId: "listNotifications",
    summary: "What one has to see of the tasks that one asked for, or of all tasks of a project",
    request: { query: PageQuery.extend(ProjectQuery.shape) },
    response: {
      status: 200,
      description: "A page, the newest first, and how far one has read",
      schema: pageOf(Notification).extend(ReadState.shape),
    },
    errors: ["not_found"],
  }),
  markNotificationsRead: defineRoute({
    method: "post",
    path: "/notifications/feed/read",
    operationId: "markNotificationsRead",
    summary: "Takes what is there up to a position as read",
    request: {
      body: z.strictObject({ upTo: z.int().min(0).max(Number.MAX_SAFE_INTEGER) }).meta({ id: "ReadNotifications" }),
    },
    response: { status: 200, description: "How far one has read", schema: ReadState },
    errors: [],
  }),
};
