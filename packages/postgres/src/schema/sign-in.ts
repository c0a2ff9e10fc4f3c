import { bigint, boolean, index, integer, pgTable, text, unique, uuid, varchar } from "../drizzle.ts";
import { users } from "./accounts.ts";
import { createdAt, time } from "./columns.ts";

const userId = () =>
  uuid("user_id")
    .references(() => users.id, { onDelete: "cascade" })
    .notNull();

/** Who is signed in, where. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: userId(),
    /** The token's SHA-256: what is stored opens nothing. */
    token: varchar("token", { length: 64 }).notNull().unique(),
    ipAddress: varchar("ip_address", { length: 64 }),
    userAgent: text("user_agent"),
    expiresAt: time("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: time("updated_at").defaultNow().notNull(),
  },
  (table) => [index("sessions_user_idx").on(table.userId), index("sessions_expires_idx").on(table.expiresAt)],
);

/** What somebody proves that they got: a one-time link, or the way back from a forge. */
export const verifications = pgTable(
  "verifications",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** A hash of what is to be presented. */
    identifier: varchar("identifier", { length: 255 }).notNull().unique(),
    value: text("value").notNull(),
    expiresAt: time("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: time("updated_at").defaultNow().notNull(),
  },
  (table) => [index("verifications_expires_idx").on(table.expiresAt)],
);

export const passkeys = pgTable(
  "passkeys",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: userId(),
    name: text("name"),
    publicKey: text("public_key").notNull(),
    credentialID: varchar("credential_id", { length: 1400 }).notNull().unique(),
    counter: bigint("counter", { mode: "number" }).notNull(),
    deviceType: varchar("device_type", { length: 32 }).notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text("transports"),
    aaguid: varchar("aaguid", { length: 36 }),
    createdAt: createdAt(),
  },
  (table) => [index("passkeys_user_idx").on(table.userId)],
);

/** Clients that ask to be signed in by somebody who is. */
export const deviceCodes = pgTable(
  "device_codes",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** The code's SHA-256: once approved, it is worth a session. */
    deviceCode: varchar("device_code", { length: 64 }).notNull().unique(),
    /** What people compare and approve, which they must be signed in for. */
    userCode: varchar("user_code", { length: 16 }).notNull().unique(),
    userId: uuid("user_id").references(() => users.id, { onDelete: "cascade" }),
    status: varchar("status", { length: 20 }).notNull(),
    /** What the client calls the machine where it runs. */
    scope: varchar("scope", { length: 200 }),
    clientId: varchar("client_id", { length: 50 }),
    pollingInterval: integer("polling_interval"),
    lastPolledAt: time("last_polled_at"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index("device_codes_expires_idx").on(table.expiresAt)],
);

/** Links by which people get another password; one for each of them. */
export const passwordResets = pgTable("password_resets", {
  userId: uuid("user_id")
    .references(() => users.id, { onDelete: "cascade" })
    .primaryKey(),
  /** The SHA-256 of what the link carries. */
  tokenHash: varchar("token_hash", { length: 64 }).notNull().unique(),
  expiresAt: time("expires_at").notNull(),
});

/** Tries at what can be guessed: all of them are there again at `free_at`. */
export const guesses = pgTable(
  "guesses",
  {
    name: varchar("name", { length: 200 }).primaryKey(),
    freeAt: time("free_at").notNull(),
  },
  (table) => [index("guesses_free_idx").on(table.freeAt)],
);

/** How often an address asked at one of the doors that are tried by guessing. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    key: varchar("key", { length: 400 }).notNull(),
    count: integer("count").notNull(),
    lastRequest: bigint("last_request", { mode: "number" }).notNull(),
  },
  (table) => [unique("rate_limits_key_unique").on(table.key), index("rate_limits_last_idx").on(table.lastRequest)],
);
