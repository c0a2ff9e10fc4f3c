import { once } from "node:events";
import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectDatabase } from "./connect-database.ts";
import type { Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { serverProcessesIn } from "./server/server-processes.ts";
import { findServer } from "./server/stop-embedded-server.ts";
import { kill, runProgram, untilItSpeaks } from "./testing/run-program.ts";

vi.setConfig({ testTimeout: 180_000 });

let home: string;
let dataFolder: string;
const open: Database[] = [];
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-home-"));
  dataFolder = join(home, "postgres", "data");
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((db) => db.close()));
  for (const pid of serverProcessesIn(dataFolder)) {
    process.kill(pid, "SIGKILL");
  }
  await expect.poll(() => serverProcessesIn(dataFolder)).toEqual([]);
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

async function connect(): Promise<Database> {
  const db = await connectDatabase({ home, databaseUrl: null });
  open.push(db);
  return db;
}

/** A process of its own that is a client of the server until it is killed or its input ends. */
async function startClient(): Promise<ReturnType<typeof runProgram>> {
  const client = runProgram(`
    import { connectDatabase } from "./connect-database.ts";
    const db = await connectDatabase({ home: ${JSON.stringify(home)}, databaseUrl: null });
    console.log("connected");
    process.stdin.once("end", () => db.close()).resume();
  `);
  await untilItSpeaks(client);
  return client;
}

/** What `kill -9` of the whole server leaves. */
function killServer(): void {
  for (const pid of serverProcessesIn(dataFolder)) {
    process.kill(pid, "SIGKILL");
  }
}

async function remember(db: Database, word: string): Promise<void> {
  await db.drizzle.execute(sql`create table if not exists words (word text)`);
  await db.drizzle.execute(sql`insert into words values (${word})`);
}

async function recall(db: Database): Promise<unknown[]> {
  return (await db.drizzle.execute(sql`select word from words order by word`)).rows.map(({ word }) => word);
}

test("starts at once, in one process and in several, come to one server with one schema", async () => {
  const [db, , ...programs] = await Promise.all([connect(), connect(), startClient(), startClient()]);
  expect(serverProcessesIn(dataFolder)).toContain(findServer(dataFolder));
  const migrations = await db.drizzle.execute(
    sql`select count(distinct hash) = count(*) as once from drizzle.__drizzle_migrations`,
  );
  expect(migrations.rows).toEqual([{ once: true }]);
  const postmasters = serverProcessesIn(dataFolder).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`-D\0${dataFolder}`),
  );
  expect(postmasters).toHaveLength(1);
  await Promise.all(programs.map(kill));
});

test("the server stops when the last of its clients leaves, and not before", async () => {
  const [first, second] = [await connect(), await startClient()];
  await open.splice(0)[0]?.close();
  expect(findServer(dataFolder)).not.toBeNull();
  second.stdin.end();
  await once(second, "exit");
  expect(serverProcessesIn(dataFolder)).toEqual([]);
  await expect(first.drizzle.execute(sql`select 1`)).rejects.toThrow();
});

test("clients that come while the last one leaves get a server", async () => {
  for (let round = 0; round < 5; round++) {
    const leaving = await connectDatabase({ home, databaseUrl: null });
    const [arriving] = await Promise.all([connectDatabase({ home, databaseUrl: null }), leaving.close()]);
    expect((await arriving.drizzle.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
    await arriving.close();
  }
});

test("other users can reach neither the data nor the socket, and there is no port", async () => {
  const db = await connect();
  for (const folder of ["postgres", "postgres/data", "postgres/run"]) {
    expect((await stat(join(home, folder))).mode & 0o077).toBe(0);
  }
  expect((await db.drizzle.execute(sql`show listen_addresses`)).rows).toEqual([{ listen_addresses: "" }]);
});

test("the server outlives kill -9 of its only client; the next one finds its data and stops it", async () => {
  const client = await startClient();
  const pid = findServer(dataFolder);
  await kill(client);
  const db = await connect();
  expect(findServer(dataFolder)).toBe(pid);
  await open.splice(0)[0]?.close();
  expect(serverProcessesIn(dataFolder)).toEqual([]);
  await expect(db.pool.query("select 1")).rejects.toThrow();
});

test("kill -9 of the server and of all its clients loses nothing that was stored", async () => {
  const db = await connect();
  await remember(db, "kept");
  await db.close();
  open.splice(0);
  const client = await startClient();
  killServer();
  await kill(client);
  expect(await recall(await connect())).toEqual(["kept"]);
});

test("a pid file that names a living process of another program doesn't keep the server from starting", async () => {
  await (await connect()).close();
  open.splice(0);
  const client = await startClient();
  killServer();
  await kill(client);
  await expect.poll(() => serverProcessesIn(dataFolder)).toEqual([]);
  const pidFile = join(dataFolder, "postmaster.pid");
  await writeFile(pidFile, readFileSync(pidFile, "utf8").replace(/^\d+/, String(process.pid)));
  expect(findServer(dataFolder)).toBeNull();
  expect((await (await connect()).drizzle.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test("a server that is killed under its clients is started again, and they go on", async () => {
  const db = await connect();
  await remember(db, "kept");
  const interrupted = db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`insert into words values ('rolled back')`);
    killServer();
    await tx.execute(sql`select pg_sleep(5)`);
  });
  await expect(interrupted).rejects.toThrow();
  await vi.waitFor(async () => expect(await recall(db)).toEqual(["kept"]), { timeout: 180_000, interval: 50 });
});

test("a home whose path is too long for a socket works", async () => {
  const deep = join(home, "a".repeat(100));
  const db = await connectDatabase({ home: deep, databaseUrl: null });
  const folder = String(db.connection.host);
  expect(folder.startsWith("/tmp/catalyst-")).toBe(true);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await db.close();
  await rm(folder, { recursive: true });
});

test("an initialisation that was killed midway is begun anew", async () => {
  await mkdir(join(home, "postgres", "data.new", "base"), { recursive: true });
  await writeFile(join(home, "postgres", "data.new", "PG_VERSION"), "18\n");
  expect((await (await connect()).drizzle.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test.each([
  {
    what: "of another major version",
    file: "PG_VERSION",
    text: "17\n",
    code: "invalid_configuration",
    says: "made by version 17",
  },
  {
    what: "that is none",
    file: "notes.txt",
    text: "mine",
    code: "invalid_configuration",
    says: "not a PostgreSQL data folder",
  },
  {
    what: "that is corrupt",
    file: "PG_VERSION",
    text: "18\n",
    code: "unavailable",
    says: "restore the folder from a backup",
  },
])("a data folder $what is refused in plain words and stays as it is", async ({ file, text, code, says }) => {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  await writeFile(join(dataFolder, file), text);
  await expect(connect()).rejects.toMatchObject({ code, message: expect.stringContaining(says) });
  expect(readFileSync(join(dataFolder, file), "utf8")).toBe(text);
});

test("a home that is a file is refused in plain words", async () => {
  await writeFile(join(home, "postgres"), "");
  await expect(connect()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("Starting PostgreSQL"),
  });
  await chmod(home, 0o700);
});

test("DATABASE_URL is used instead of the embedded server", async () => {
  const embedded = await connect();
  await embedded.drizzle.execute(sql`create database other`);
  const databaseUrl = `postgres://catalyst@localhost/other?host=${encodeURIComponent(String(embedded.connection.host))}`;
  const db = await connectDatabase({ home: join(home, "unused"), databaseUrl });
  expect((await db.drizzle.execute(sql`select current_database() as name`)).rows).toEqual([{ name: "other" }]);
  await db.close();
  await expect(stat(join(home, "unused"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a DATABASE_URL that nobody answers is named without its password", async () => {
  const refused = connectDatabase({ home, databaseUrl: "postgres://me:hunter2@127.0.0.1:1/work" });
  await expect(refused).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("database work on 127.0.0.1:1"),
  });
  await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("hunter2") });
});

test("a DATABASE_URL that is none is refused without being shown", async () => {
  const refused = connectDatabase({ home, databaseUrl: "me:hunter2@@:work" });
  await expect(refused).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.not.stringContaining("hunter2"),
  });
});
