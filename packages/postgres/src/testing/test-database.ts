import { createHash, randomBytes } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Database, openDatabase } from "../database.ts";
import { migrateDatabase, readMigrations } from "../migrate-database.ts";
import { holdPresence } from "../server/hold-presence.ts";

const TEMPLATE_LOCK = 9_410_203;
const TEMPLATE_PREFIX = "catalyst_template_";
const TEST_PREFIX = "catalyst_test_";
const LEFTOVER_SECONDS = 3600;

/**
 * A new database with the schema in it and nothing else, on a real server that the tests of this checkout share.
 * `close` drops it; the last one closed stops the server.
 */
export async function testDatabase(): Promise<Database> {
  const presence = await holdPresence(testHome());
  const admin = { ...presence.connection, database: "postgres" };
  const name = `${TEST_PREFIX}${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString("hex")}`;
  try {
    await withAdmin(admin, async (client) => {
      await forgetDisk(client);
      await client.query(`create database ${name} template ${await ensureTemplate(client, admin)}`);
    });
  } catch (error) {
    await presence.leave();
    throw error;
  }
  const database = openDatabase({ ...admin, database: name });
  return {
    ...database,
    async close() {
      await database.close();
      await withAdmin(admin, (client) => client.query(`drop database if exists ${name} with (force)`));
      await presence.leave();
    },
  };
}

/** Nothing of a test outlives a machine that loses its power: each new database would wait for the disk a hundred times. */
async function forgetDisk(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ fsync: string }>("show fsync");
  if (rows[0]?.fsync === "on") {
    await client.query("alter system set fsync = off");
    await client.query("select pg_reload_conf()");
  }
}

/** Every process that tests this checkout comes to the same place. */
export function testHome(): string {
  const checkout = createHash("sha256")
    .update(import.meta.url)
    .digest("hex")
    .slice(0, 8);
  return join("/tmp", `catalyst-test-${userInfo().uid}-${checkout}`);
}

async function ensureTemplate(client: pg.Client, admin: pg.ClientConfig): Promise<string> {
  const migrations = createHash("sha256");
  for (const { hash } of readMigrations()) {
    migrations.update(hash);
  }
  const name = `${TEMPLATE_PREFIX}${migrations.digest("hex").slice(0, 12)}`;
  await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  const { rows } = await client.query<{ datname: string }>("select datname from pg_database");
  const names = rows.map(({ datname }) => datname);
  if (!names.includes(name)) {
    await makeTemplate(client, admin, name);
    await dropAll(
      client,
      names.filter((other) => other.startsWith(TEMPLATE_PREFIX)),
    );
  }
  await dropAll(client, names.filter(isLeftover));
  await client.query("select pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
  return name;
}

/** Under another name until it is whole, so that a kill midway leaves no half template. */
async function makeTemplate(client: pg.Client, admin: pg.ClientConfig, name: string): Promise<void> {
  const draft = `${name}_draft`;
  await dropAll(client, [draft]);
  await client.query(`create database ${draft}`);
  const connection = { ...admin, database: draft };
  await migrateDatabase(connection);
  await client.query(`alter database ${draft} rename to ${name}`);
}

/** What a killed test run left behind. */
function isLeftover(name: string): boolean {
  const seconds = Number(name.slice(TEST_PREFIX.length).split("_", 1)[0]);
  return name.startsWith(TEST_PREFIX) && Date.now() / 1000 - seconds > LEFTOVER_SECONDS;
}

async function dropAll(client: pg.Client, names: string[]): Promise<void> {
  for (const name of names) {
    await client.query(`drop database if exists ${name} with (force)`);
  }
}

async function withAdmin(admin: pg.ClientConfig, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(admin);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
