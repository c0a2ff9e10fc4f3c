import { z } from "zod";
import { Time } from "../contract/page.ts";
import { TaskStatus } from "../tasks/task.ts";
import { NotificationKind } from "./destination.ts";

/** What one has to see. */
export const Notification = z
  .object({
    /** As changes of tasks have it: one that is greater came later. */
    position: z.int(),
    kind: NotificationKind,
    at: Time,
    isRead: z.boolean(),
    task: z.object({
      id: z.uuid(),
      number: z.int(),
      title: z.string(),
      /** What it is by now: what it needed it may have got. */
      status: TaskStatus,
      project: z.string(),
      repository: z.string(),
    }),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof Notification>;

/** How far one has read; `unread`: at most 1000 are counted. */
export const ReadState = z.object({ readUpTo: z.int(), unread: z.int() }).meta({ id: "ReadState" });
