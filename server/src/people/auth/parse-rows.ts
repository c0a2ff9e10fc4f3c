import type { DBAdapter } from "better-auth/types";
import { z } from "zod";

const id = z.uuid();
const dates = { createdAt: z.date(), updatedAt: z.date() };

/** What the library may be given of each table, by the library's name for it. */
const ROWS: Readonly<Record<string, z.ZodObject>> = {
  user: z.object({
    id,
    login: z.string().min(1).max(255),
    name: z.string(),
    email: z.string().min(1).max(320),
    emailVerified: z.boolean(),
    image: z.string().nullable(),
    ...dates,
  }),
  session: z.object({
    id,
    userId: id,
    token: z.string().min(1),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    expiresAt: z.date(),
    ...dates,
  }),
  account: z.object({
    id,
    userId: id,
    providerId: z.string().min(1),
    accountId: z.string().min(1),
    accessToken: z.null(),
    refreshToken: z.null(),
    idToken: z.null(),
    accessTokenExpiresAt: z.null(),
    refreshTokenExpiresAt: z.null(),
    scope: z.string().nullable(),
    password: z.string().nullable(),
    ...dates,
  }),
  verification: z.object({ id, identifier: z.string(), value: z.string(), expiresAt: z.date(), ...dates }),
  passkey: z.object({
    id,
    userId: id,
    name: z.string().nullable(),
    publicKey: z.string(),
    credentialID: z.string(),
    counter: z.int(),
    deviceType: z.string(),
    backedUp: z.boolean(),
    transports: z.string().nullable(),
    aaguid: z.string().nullable(),
    createdAt: z.date(),
  }),
  deviceCode: z.object({
    id,
    deviceCode: z.string(),
    userCode: z.string(),
    userId: id.nullable(),
    status: z.enum(["pending", "approved", "denied"]),
    scope: z.string().nullable(),
    clientId: z.string().nullable(),
    pollingInterval: z.int().nullable(),
    lastPolledAt: z.date().nullable(),
    expiresAt: z.date(),
  }),
  rateLimit: z.object({ id, key: z.string(), count: z.int(), lastRequest: z.number() }),
};

type Operations = Omit<DBAdapter, "transaction">;
type Asked = { model: string; select?: string[] };

/** The adapter, whose rows are what our schemas say: a row that isn't fails the request. */
export function parseRows(adapter: DBAdapter): DBAdapter {
  return { ...parseRowsOf(adapter), transaction: (work) => adapter.transaction((tx) => work(parseRowsOf(tx))) };
}

function parseRowsOf<Adapter extends Operations>(adapter: Adapter): Adapter {
  const reading = ["create", "findOne", "consumeOne", "incrementOne", "update", "findMany"] as const;
  const parsed = reading.map((operation) => [
    operation,
    async (asked: Asked) => parse(asked, await (adapter[operation] as (asked: Asked) => Promise<unknown>)(asked)),
  ]);
  return { ...adapter, ...Object.fromEntries(parsed) };
}

function parse(asked: Asked, found: unknown): unknown {
  if (Array.isArray(found)) {
    return found.map((row) => parse(asked, row));
  }
  return found === null || found === undefined ? null : parseRow(asked, found as Record<string, unknown>);
}

function parseRow({ model, select }: Asked, row: Record<string, unknown>): object {
  const schema = ROWS[model];
  if (schema === undefined) {
    throw new Error(`there is no schema for rows of ${model}`);
  }
  // A join brings the rows of other tables by their names.
  const joined = Object.entries(row).filter(
    ([name, value]) => name in ROWS && typeof value === "object" && value !== null,
  );
  const others = joined.map(([name, value]) => [name, parse({ model: name }, value)]);
  const own = select === undefined || select.length === 0 ? schema : schema.partial();
  return { ...own.parse(row), ...Object.fromEntries(others) };
}
