import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connectEmpty } from "../connect-database.ts";
import { openDatabase } from "../database.ts";

const HOMES = new URL("homes/", import.meta.url);

/** Each is the database of a home as an earlier state left it, named after its newest migration. */
export const EARLIER_HOMES: readonly string[] = readdirSync(HOMES).map((file) => file.replace(/\.sql$/, ""));

/** It as statements, for a database in which there is nothing. */
export function readEarlierHome(name: string): Promise<string> {
  return readFile(new URL(`${name}.sql`, HOMES), "utf8");
}

/** Without what was sealed to a home whose keys nobody kept, which the gateway refuses to start beside. */
const FORGET_SEALED = "delete from agent_credentials; delete from project_secrets; delete from gateway_keys";

/** Gives a folder in which there is no database yet that one, without its credentials and secrets. */
export async function giveEarlierDatabase(folder: string, name: string): Promise<void> {
  const { connection, leave } = await connectEmpty({ home: folder, databaseUrl: null });
  const db = openDatabase(connection);
  try {
    await db.pool.query(await readEarlierHome(name));
    await db.pool.query(FORGET_SEALED);
  } finally {
    await db.close();
    await leave();
  }
}
