import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Database, postgresEventStore } from "@catalyst/postgres";
import { openDatabase } from "@catalyst/postgres/testing";
import { describeDelays, shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { type Following, follow } from "../serving/follow.ts";
import { type Serving, startServing } from "../serving/start-serving.ts";
import { writeLines } from "../serving/write-lines.ts";
import { tailFile } from "./tail-file.ts";

const RATES = [10, 1000, 10_000];
const SECONDS = 5;
const FEW = 10;
const MANY = 3000;
const RATE_FOR_MANY = 5;
/** Opened at once: more would be refused by the queue of connections that wait to be accepted. */
const OPENED_AT_ONCE = 100;
const GOALS = { p50: 20, p99: 50 };
const PATIENCE_SECONDS = 60;

interface Place {
  serving: Serving<{ socketPath: string; executionId: string }>;
  db: Database;
}

/** From a line's being stored to its being read from streams: of few at several rates, beside `tail -f` on a file, and of many. */
export async function measureStreams({ folder }: { folder: string }): Promise<Figure[]> {
  const serving = await startServing<{ socketPath: string; executionId: string; connection: Database["connection"] }>(
    "serve-catalyst.ts",
  );
  const db = openDatabase(serving.said.connection);
  try {
    const figures: Figure[] = [];
    for (const rate of RATES) {
      const byHand = await tailFile(join(folder, `streamed-${rate}`), rate);
      figures.push(...(await measureFew(rate, byHand, { serving, db })));
    }
    return [...figures, ...(await measureMany({ serving, db }))];
  } finally {
    await db.close();
    await serving.stop();
  }
}

async function measureFew(rate: number, byHand: number[], place: Place): Promise<Figure[]> {
  const { delays, lost, cpuMicroseconds } = await deliver({ streams: FEW, rate }, place);
  const name = `${FEW} streams, ${rate} lines/s`;
  const detail = `${describeDelays(delays)}; tail -f: ${describeDelays(byHand)}`;
  return [
    { what: `${name}, p50`, value: shareOf(delays, 0.5), unit: "ms", goal: GOALS.p50, detail },
    { what: `${name}, p99`, value: shareOf(delays, 0.99), unit: "ms", goal: GOALS.p99, detail },
    { what: `${name}, lost`, value: lost, unit: "lines", goal: 0, detail: "" },
    { what: `${name}, processor time of a delivery`, value: cpuMicroseconds, unit: "us", goal: null, detail: "" },
  ];
}

async function measureMany(place: Place): Promise<Figure[]> {
  const before = place.serving.memoryMib();
  const { delays, lost, cpuMicroseconds, listeners, memoryMib } = await deliver(
    { streams: MANY, rate: RATE_FOR_MANY },
    place,
  );
  const name = `${MANY} streams of one task, ${RATE_FOR_MANY} lines/s`;
  const memory = `memory ${before.toFixed(0)} -> ${memoryMib.toFixed(0)} MiB`;
  return [
    { what: `${name}, p99`, value: shareOf(delays, 0.99), unit: "ms", goal: null, detail: describeDelays(delays) },
    { what: `${name}, lost`, value: lost, unit: "lines", goal: 0, detail: `of ${delays.length + lost}` },
    { what: `${name}, listeners of the database`, value: listeners, unit: "connections", goal: 1, detail: memory },
    { what: `${name}, processor time of a delivery`, value: cpuMicroseconds, unit: "us", goal: null, detail: "" },
  ];
}

interface Delivered {
  delays: number[];
  lost: number;
  /** Of the server's processor time, for one line to one stream. */
  cpuMicroseconds: number;
  listeners: number;
  memoryMib: number;
}

async function deliver(
  { streams, rate }: { streams: number; rate: number },
  { serving, db }: Place,
): Promise<Delivered> {
  const { socketPath, executionId } = serving.said;
  const following = await followAll(streams, { socketPath, executionId, after: await countEvents(executionId, db) });
  const before = serving.cpuSeconds();
  const writer = `${streams} at ${rate}`;
  const lines = { executionId, writer, perSecond: rate, seconds: SECONDS };
  const written = await writeLines(lines, postgresEventStore(db));
  const expected = written * streams;
  const countDelivered = () => following.reduce((sum, { delays }) => sum + delays.length, 0);
  for (let waited = 0; countDelivered() < expected && waited < PATIENCE_SECONDS * 10; waited++) {
    await wait(100);
  }
  const delays = following.flatMap((one) => one.delays);
  const delivered = {
    delays,
    lost: expected - delays.length,
    cpuMicroseconds: ((serving.cpuSeconds() - before) * 1e6) / expected,
    listeners: await countListeners(db),
    memoryMib: serving.memoryMib(),
  };
  for (const { leave } of following) {
    leave();
  }
  return delivered;
}

/** Half of them as one topic beside another. */
async function followAll(
  count: number,
  { socketPath, executionId, after }: { socketPath: string; executionId: string; after: number },
): Promise<Following[]> {
  const paths = [
    `/api/v1/executions/${executionId}/events/stream?after=${after}`,
    `/api/v1/events?topics=execution:${executionId}@${after},tasks`,
  ];
  const following: Following[] = [];
  while (following.length < count) {
    const next = Array.from({ length: Math.min(OPENED_AT_ONCE, count - following.length) }, (_, index) =>
      follow(socketPath, paths[index % paths.length] as string),
    );
    following.push(...(await Promise.all(next)));
  }
  return following;
}

async function countEvents(executionId: string, { pool }: Database): Promise<number> {
  const { rows } = await pool.query("select last_event_number from agent_executions where id = $1", [executionId]);
  return rows[0].last_event_number;
}

async function countListeners({ pool }: Database): Promise<number> {
  const { rows } = await pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen %'",
  );
  return rows.length;
}
