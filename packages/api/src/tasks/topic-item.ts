import { z } from "zod";
import { Notification } from "../notifications/notification.ts";
import { Event } from "./event.ts";
import { TaskChange } from "./task-change.ts";

/** Something that happened to one of the topics that a client follows, which is named as the client named it. */
export const TopicItem = z
  .object({ topic: z.string(), item: z.union([Event, TaskChange, Notification]) })
  .meta({ id: "TopicItem" });
export type TopicItem = z.infer<typeof TopicItem>;
