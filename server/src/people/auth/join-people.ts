import { type Database, findSessionRow } from "@catalyst/postgres";
import type { DBAdapter } from "better-auth/types";

type Asked = Parameters<DBAdapter["findOne"]>[0];

/**
 * The adapter, which finds a session together with whose it is: the library asks for both with each request, and its own joins need
 * relations that our tables don't say.
 */
export function joinPeople(adapter: DBAdapter, db: Pick<Database, "drizzle">): DBAdapter {
  const findOne = async (asked: Asked) => {
    const token = tokenOf(asked);
    return token === null ? adapter.findOne(asked) : findSessionRow(db, token);
  };
  return { ...adapter, findOne: findOne as DBAdapter["findOne"] };
}

/** null: it is asked for something else. */
function tokenOf({ model, where, join }: Asked): string | null {
  const [is, ...more] = where;
  const isByToken = model === "session" && join?.user === true && is?.field === "token" && more.length === 0;
  return isByToken && typeof is.value === "string" && (is.operator ?? "eq") === "eq" ? is.value : null;
}
