import { createHash } from "node:crypto";
import type { DBAdapter, Where } from "better-auth/types";

/** What opens a session by itself: only its SHA-256 is stored. */
const OPENING: Readonly<Record<string, string>> = { session: "token", deviceCode: "deviceCode" };

/** A forge's tokens: nobody needs them once it has said who somebody is. */
const TOKENS = ["accessToken", "refreshToken", "idToken", "accessTokenExpiresAt", "refreshTokenExpiresAt"];

type Operations = Omit<DBAdapter, "transaction">;
type Row = Record<string, unknown>;
type Asked = { model: string; where?: Where[] };

/**
 * The adapter, of which the database gets nothing that opens a session, and nothing that opens an account elsewhere. Whoever looks
 * for a row by its token gets it with the token.
 */
export function keepHashes(adapter: DBAdapter): DBAdapter {
  return {
    ...keepHashesOf(adapter),
    transaction: (work) => adapter.transaction((tx) => work(keepHashesOf(tx))),
  };
}

function keepHashesOf<Adapter extends Operations>(adapter: Adapter): Adapter {
  const read = (operation: "findOne" | "consumeOne" | "incrementOne" | "update") => async (asked: Asked) => {
    const found = await (adapter[operation] as (asked: unknown) => Promise<Row | null>)(hideIn(asked));
    return found === null ? null : withToken(found, asked);
  };
  const pass = (operation: "findMany" | "count" | "updateMany" | "delete" | "deleteMany") => (asked: Asked) =>
    (adapter[operation] as (asked: unknown) => Promise<unknown>)(hideIn(asked));
  return {
    ...adapter,
    async create(asked: { model: string; data: Row }) {
      const made = await adapter.create({ ...asked, data: hideInData(asked.model, asked.data) });
      const field = OPENING[asked.model];
      return field === undefined ? made : { ...made, [field]: asked.data[field] };
    },
    findOne: read("findOne"),
    consumeOne: read("consumeOne"),
    incrementOne: read("incrementOne"),
    update: read("update"),
    findMany: pass("findMany"),
    count: pass("count"),
    updateMany: pass("updateMany"),
    delete: pass("delete"),
    deleteMany: pass("deleteMany"),
  } as Adapter;
}

function hideIn(asked: Asked & { update?: Row }) {
  const field = OPENING[asked.model];
  const hidden = asked.update === undefined ? asked : { ...asked, update: hideInData(asked.model, asked.update) };
  return {
    ...hidden,
    where: asked.where?.map((each) => (each.field === field ? { ...each, value: hashOf(each.value) } : each)),
  };
}

function hideInData(model: string, data: Row): Row {
  const field = OPENING[model];
  if (field !== undefined && data[field] !== undefined) {
    return { ...data, [field]: hashOf(data[field]) };
  }
  return model === "account"
    ? Object.fromEntries(Object.entries(data).filter(([name]) => !TOKENS.includes(name)))
    : data;
}

function withToken(found: Row, { model, where }: Asked): Row {
  const field = OPENING[model];
  const token = where?.find((each) => each.field === field)?.value;
  return field === undefined || token === undefined ? found : { ...found, [field]: token };
}

function hashOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(hashOf) : sha256(String(value));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
