import { z } from "zod";

/** `isMore`: there are more than were counted. */
const Count = z.object({ count: z.int(), isMore: z.boolean() });

/** How many tasks there are, those that were refused among them, by what is done about them. */
export const TaskCounts = z
  .object({
    all: Count,
    /** They wait for a person's word. */
    needsYou: Count,
    /** They go on, or wait for their place. */
    running: Count,
    failed: Count,
    /** Whoever asks asked for them. */
    mine: Count,
    /** They were archived: the others have none of these among them. */
    archived: Count,
  })
  .meta({ id: "TaskCounts" });
export type TaskCounts = z.infer<typeof TaskCounts>;
