import { boolean, integer, pgTable, text, uuid, varchar } from "../drizzle.ts";
import { time } from "./columns.ts";
import { agentTasks } from "./tasks.ts";

/** The comments on forges that tell how tasks are, as they were posted last. */
export const statusComments = pgTable("status_comments", {
  taskId: uuid("task_id")
    .primaryKey()
    .references(() => agentTasks.id, { onDelete: "cascade" }),
  round: integer("round").notNull().default(1),
  /** Whoever posts counts it up first: a text of an earlier one comes too late. */
  sequence: integer("sequence").notNull().default(0),
  url: text("url"),
  digest: varchar("digest", { length: 64 }),
  isLast: boolean("is_last").notNull().default(false),
  madeAt: time("made_at"),
  editedAt: time("edited_at"),
  isDeleted: boolean("is_deleted").notNull().default(false),
  isMadeAgain: boolean("is_made_again").notNull().default(false),
  isFolded: boolean("is_folded").notNull().default(true),
});
