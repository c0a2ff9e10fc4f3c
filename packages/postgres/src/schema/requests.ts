import { index, jsonb, pgTable, primaryKey, uuid, varchar } from "../drizzle.ts";
import { users } from "./accounts.ts";
import { createdAt, time } from "./columns.ts";

/** Requests that their clients gave a name, and what they were answered with. */
export const namedRequests = pgTable(
  "named_requests",
  {
    userId: uuid("user_id")
      .references(() => users.id, { onDelete: "cascade" })
      .notNull(),
    key: varchar("key", { length: 255 }).notNull(),
    id: uuid("id").defaultRandom().notNull().unique(),
    fingerprint: varchar("fingerprint", { length: 64 }).notNull(),
    createdAt: createdAt(),
    begunAt: time("begun_at").defaultNow().notNull(),
    /** null: somebody is at it. */
    answer: jsonb("answer"),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.key] }),
    index("named_requests_created_idx").on(table.createdAt),
  ],
);
