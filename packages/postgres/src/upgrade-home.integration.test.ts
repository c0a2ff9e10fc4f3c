import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { type DoorStores, postgresDoorStores } from "./door-stores.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { EARLIER_HOMES, readEarlierHome } from "./testing/earlier-homes.ts";
import { testDatabase } from "./testing/test-database.ts";

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

interface CountedTask {
  id: string;
  status: string;
  executions: number;
  events: number;
  changes: number;
}

/** What there is of each task, by what every state of the schema has. */
async function countTasks({ pool }: Database): Promise<CountedTask[]> {
  const { rows } = await pool.query<CountedTask>(`
    select id, status,
      (select count(*)::int from agent_executions where task_id = t.id) as executions,
      (select count(*)::int from agent_events e join agent_executions x on x.id = e.execution_id where x.task_id = t.id) as events,
      (select count(*)::int from task_changes where task_id = t.id) as changes
    from agent_tasks t order by number`);
  return rows;
}

/** The same as this state of Catalyst reads it: what it can't read it throws for. */
function readTasks(stores: DoorStores, tasks: readonly CountedTask[]): Promise<CountedTask[]> {
  const page = { afterNumber: 0, limit: 1000 };
  const read = async ({ id }: CountedTask) => {
    const executions = await stores.executions.listForTask(id);
    const events = await Promise.all(executions.map((one) => stores.events.list({ executionId: one.id, ...page })));
    const changes = await stores.changes.list({ taskId: id, ...page });
    const status = (await stores.tasks.get(id))?.status ?? "gone";
    return { id, status, executions: executions.length, events: events.flat().length, changes: changes.length };
  };
  return Promise.all(tasks.map(read));
}

test.each(EARLIER_HOMES)(
  "the home %s is brought up to date: its schema is that of a new one, and all that was in it is there",
  async (home) => {
    await db.pool.query("drop schema drizzle cascade; drop schema public cascade; create schema public");
    await db.pool.query(await readEarlierHome(home));
    const before = await countTasks(db);
    await migrateDatabase(db.connection);
    expect(await readTasks(postgresDoorStores(db), before)).toEqual(before);
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
  expect(EARLIER_HOMES).not.toEqual([]);
});
