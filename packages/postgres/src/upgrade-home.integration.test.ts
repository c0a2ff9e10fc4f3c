import { readdir, readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { type DoorStores, postgresDoorStores } from "./door-stores.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { testDatabase } from "./testing/test-database.ts";

const HOMES = new URL("testing/homes/", import.meta.url);
const homes = await readdir(HOMES);

let db: Database;
let fresh: Database;
beforeEach(async () => {
  [db, fresh] = [await testDatabase(), await testDatabase()];
});
afterEach(async () => {
  await db?.close();
  await fresh?.close();
});

/** Everything that the schema is made of, in an order that doesn't tell how it came about. */
async function describeSchema({ pool }: Database): Promise<unknown[]> {
  const { rows } = await pool.query(`
    select table_name as of, column_name as name,
      concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, is_identity) as words
    from information_schema.columns where table_schema = 'public'
    union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    order by 1, 2, 3`);
  return rows;
}

/** What people would look for in it. */
async function readHome(stores: DoorStores) {
  const { id: userId } = await stores.accounts.ensureUser("local");
  const projects = (await stores.accounts.listProjects(userId)).map(({ id }) => id);
  const [task] = await stores.tasks.list({ projects, limit: 10 });
  const id = task?.id as string;
  return {
    projects: projects.length,
    settings: await Promise.all(projects.map(async (project) => (await stores.settings.get(project))?.timeoutMinutes)),
    task: [task?.number, task?.status, task?.title],
    executions: (await stores.executions.listForTask(id)).map(({ state, askedBy }) => [state, askedBy.kind]),
    changes: (await stores.changes.list({ taskId: id, afterNumber: 0, limit: 10 })).map(({ body }) => body.type),
    messages: (await stores.messages.listUndelivered(id)).map(({ text }) => text),
    credentials: (await stores.credentials.list({ kind: "user", userId })).map(({ provider, hint }) => [
      provider,
      hint,
    ]),
    secrets: (await stores.secrets.list(task?.repoId as string)).map(({ name }) => name),
  };
}

test.each(homes)(
  "the home %s is brought up to date: its schema is that of a new one, and all that was in it is there",
  async (home) => {
    await db.pool.query("drop schema drizzle cascade; drop schema public cascade; create schema public");
    await db.pool.query(await readFile(new URL(home, HOMES), "utf8"));
    await migrateDatabase(db.connection);
    expect(await describeSchema(db)).toEqual(await describeSchema(fresh));
    expect(await readHome(postgresDoorStores(db))).toEqual({
      projects: 2,
      settings: [30, 30],
      task: [1, "pending", "Fix"],
      executions: [["pending", "machine_owner"]],
      changes: ["created", "execution_added", "message_added"],
      messages: ["Also the docs"],
      credentials: [["anthropic", "6789"]],
      secrets: ["NPM_TOKEN"],
    });
  },
);

test("there is a home to try", () => {
  expect(homes).not.toEqual([]);
});
