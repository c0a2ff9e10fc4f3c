import { z } from "zod";
import { Time } from "../contract/page.ts";

/**
 * Something that happened to a task; `number` counts the changes of it from 1 without gaps, `position` orders those of all
 * tasks. It names what it is about, and says no more: who wants more asks for that. Types that a client doesn't know it lets
 * pass.
 */
export const TaskChange = z
  .object({
    taskId: z.uuid(),
    number: z.int(),
    position: z.int(),
    at: Time,
    /** Who did it; null: it came about by itself. */
    actor: z.looseObject({ kind: z.string() }).nullable(),
    body: z.looseObject({ type: z.string() }),
  })
  .meta({ id: "TaskChange" });
export type TaskChange = z.infer<typeof TaskChange>;
