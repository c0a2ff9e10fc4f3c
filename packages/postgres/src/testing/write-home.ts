import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealCredential, sealProjectSecret } from "@catalyst/core";
import { createTestKeys, LIVES, live, OWNER } from "@catalyst/core/testing";
import { connectDatabase } from "../connect-database.ts";
import type { Database } from "../database.ts";
import { MIGRATIONS_FOLDER, readMigrations } from "../migrate-database.ts";
import { postgresAccountStore } from "../stores/accounts/account-store.ts";
import { postgresCredentialStore } from "../stores/accounts/credential-store.ts";
import { postgresProjectSecretStore } from "../stores/accounts/project-secret-store.ts";
import { postgresGatewayKeyStore } from "../stores/pairs/gateway-key-store.ts";
import { postgresMessageStore } from "../stores/tasks/message-store.ts";
import { openPostgresWorld } from "./open-postgres-world.ts";
import { storeTask, testProject } from "./stored-task.ts";
import { storeTeam } from "./stored-team.ts";

/**
 * Writes the database of a home as this state of Catalyst has it, with tasks of all that may become of one, which later states must be able to bring up to date:
 * `node src/testing/write-home.ts`. The file is named after the newest migration, and stays as it is once there are homes.
 */
const folder = await mkdtemp(join(tmpdir(), "catalyst-home-"));
const db = await connectDatabase({ home: folder, databaseUrl: null });
try {
  await fill(db);
  for (const life of LIVES) {
    await live(await openPostgresWorld(db, `liver of ${life.name}`), life, null);
  }
  const migrations = readMigrations();
  const name = migrations.at(-1)?.tag ?? "";
  await writeFile(new URL(`homes/${name}.sql`, import.meta.url), await dump(db, migrations));
} finally {
  await db.close();
  await rm(folder, { recursive: true, force: true });
}

async function fill(db: Database): Promise<void> {
  const { task } = await storeTask(db);
  const accounts = postgresAccountStore(db);
  const standing = await accounts.ensureForgeUser({ forge: "github", accountId: "583231", login: "octocat" });
  const teamId = await storeTeam(db, { [task.assignedBy]: "owner", [standing.id]: "viewer" });
  await accounts.ensureProject({ kind: "team", teamId });
  await postgresMessageStore(db).add(task.id, "Also the docs", OWNER);
  const { sealing } = createTestKeys();
  await postgresGatewayKeyStore(db).add(sealing.recipient.id);
  const fresh = { id: randomUUID(), createdAt: new Date() };
  const owner = { userId: task.assignedBy, teamId: null, taskId: null };
  const key = { key: "sk-ant-0123456789", baseUrl: null };
  await postgresCredentialStore(db).insert(sealCredential({ ...fresh, provider: "anthropic", ...owner }, key, sealing));
  const place = { projectId: await testProject(db), repoId: task.repoId, name: "NPM_TOKEN" };
  await postgresProjectSecretStore(db).put(
    sealProjectSecret({ ...fresh, ...place }, "0123456789", sealing),
    () => undefined,
  );
}

async function dump(db: Database, migrations: ReturnType<typeof readMigrations>): Promise<string> {
  const files = migrations.map(({ tag }) => readFile(join(MIGRATIONS_FOLDER, `${tag}.sql`), "utf8"));
  const applied = migrations.map(
    ({ hash, when }) => `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${when});`,
  );
  return [
    ...(await Promise.all(files)),
    "create schema drizzle;",
    "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);",
    ...applied,
    // Rows come in any order: what they refer to may be further down.
    "set session_replication_role = replica;",
    ...(await dumpRows(db)),
    "reset session_replication_role;",
    "",
  ].join("\n");
}

interface DumpedTable {
  name: string;
  /** Those that are stored: what the database works out of them it works out again. */
  columns: string[];
  /** Those that go on counting. */
  counted: string[];
}

async function dumpRows({ pool }: Database): Promise<string[]> {
  const tables = await pool.query<DumpedTable>(`
    select table_name as name,
      array_agg(column_name::text order by ordinal_position) filter (where is_generated = 'NEVER') as columns,
      coalesce(array_agg(column_name::text) filter
        (where pg_get_serial_sequence(quote_ident(table_name), column_name) is not null), '{}') as counted
    from information_schema.columns join pg_tables on tablename = table_name and schemaname = table_schema
    where table_schema = 'public' group by 1 order by 1`);
  const lines: string[] = [];
  for (const { name, columns, counted } of tables.rows) {
    const { rows } = await pool.query<{ row: string }>(`select row_to_json("${name}")::text as row from "${name}"`);
    if (rows.length > 0) {
      const names = columns.map((column) => `"${column}"`).join(", ");
      const json = rows.map(({ row }) => row.replaceAll("'", "''")).join(",\n");
      lines.push(`insert into "${name}" (${names}) overriding system value`);
      lines.push(`select ${names} from json_populate_recordset(null::"${name}", '[${json}]');`);
    }
    lines.push(...counted.map((column) => goOnCounting(name, column)));
  }
  return lines;
}

function goOnCounting(table: string, column: string): string {
  const last = `(select coalesce(max("${column}"), 0) + 1 from "${table}")`;
  return `select setval(pg_get_serial_sequence('"${table}"', '${column}'), ${last}, false);`;
}
