import { z } from "zod";

const Identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
const Count = z.int().nonnegative();

/** What of a database is in a backup: which schema it has, and which tables follow, in an order in which they can be loaded. */
export const DatabaseContents = z.strictObject({
  migrations: z
    .array(z.strictObject({ when: Count, hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(10_000),
  tables: z.array(z.strictObject({ name: Identifier, columns: z.array(Identifier).min(1).max(1000) })).max(1000),
  /** Up to where numbers were given out. */
  sequences: z.array(z.strictObject({ table: Identifier, column: Identifier, last: Count })).max(1000),
});
export type DatabaseContents = z.infer<typeof DatabaseContents>;

/** How much there is of what people look for. */
export const DatabaseCounts = z.strictObject({
  tasks: Count,
  /** Executions that had not ended. */
  unfinished: Count,
  people: Count,
  /** Credentials and secrets, which the gateway's keys alone open. */
  sealed: Count,
});
export type DatabaseCounts = z.infer<typeof DatabaseCounts>;

/** Tables whose rows are about the moment: nobody stays signed in by a backup, and nothing that was asked is answered by one. */
export const TABLES_LEFT_OUT: readonly string[] = [
  "sessions",
  "verifications",
  "device_codes",
  "rate_limits",
  "guesses",
  "password_resets",
  "gateway_wishes",
  "worker_wishes",
  "outbox",
  "github_deliveries",
  "github_looks",
  // Those who load spendings make it.
  "agent_spending_sums",
];
