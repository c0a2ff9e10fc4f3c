import type { Channel as CoreChannel, NotificationKind as CoreKind } from "@catalyst/core/notification";
import { z } from "zod";
import { Time } from "../contract/page.ts";

export const NotificationKind = z
  .enum(["done", "needs_you", "failed"] satisfies CoreKind[])
  .meta({ id: "NotificationKind" });
export type NotificationKind = z.infer<typeof NotificationKind>;

export const Channel = z.enum(["webhook", "slack", "email"] satisfies CoreChannel[]);

/** Where one is told of tasks, without what opens it. */
export const Destination = z
  .object({
    id: z.uuid(),
    name: z.string(),
    channel: Channel,
    /** What may be shown of its address; null: it has none. */
    origin: z.string().nullable(),
    /** Of all tasks of this project; null: of those that one asked for, or all in the team's projects. */
    project: z.string().nullable(),
    kinds: z.array(NotificationKind),
    /** Every change of the tasks, whatever it means. */
    hasEveryChange: z.boolean(),
    createdAt: Time,
  })
  .meta({ id: "Destination" });
export type Destination = z.infer<typeof Destination>;

/** What is or was to be told. */
export const Delivery = z
  .object({
    /** The receiver sees it as `webhook-id`, the same for each try. */
    id: z.uuid(),
    state: z.enum(["waiting", "delivered", "dead"]),
    isTest: z.boolean(),
    kind: NotificationKind.nullable(),
    task: z.int().nullable(),
    attempts: z.int(),
    /** Why the last try came to nothing. */
    problem: z.string().nullable(),
    createdAt: Time,
    /** When it is tried next; null: not any more. */
    nextAt: Time.nullable(),
    settledAt: Time.nullable(),
  })
  .meta({ id: "Delivery" });
export type Delivery = z.infer<typeof Delivery>;
