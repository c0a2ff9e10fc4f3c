import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@catalyst/postgres";
import { openDatabase } from "@catalyst/postgres/testing";
import { shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { describeTimes, median } from "../figures/measure.ts";
import { type Serving, startServing } from "../serving/start-serving.ts";
import { type Told, tellAtOnce, tellSteadily } from "../serving/tell.ts";

const AT_ONCE = 2000;
const PER_SECOND = 50;
/** What GitHub says of an issue has some 10 to 25 KB. */
const BODY_BYTES = 20_000;
const PAUSE_MILLISECONDS = 1000;
const GOAL_MILLISECONDS = 1000;
const APP = { secret: "a secret of the bench", appId: 7 };

interface Way {
  name: string;
  serving: Serving<{ url: string; connection: Database["connection"] }>;
  db: Database;
}

interface Measured extends Told {
  /** Answered with 202, and not there. */
  lost: number;
  cpuMicroseconds: number;
}

/** GitHub's deliveries, many at once and then steadily, beside the least that can be done with them: HMAC and the same row. */
export async function measureWebhook({ seconds, rounds }: { seconds: number; rounds: number }): Promise<Figure[]> {
  const ways = [await open("plain"), await open("catalyst")] as const;
  try {
    await waitForDisk(ways[0].db);
    const steady = { perSecond: PER_SECOND, seconds };
    return [
      ...(await compare(`${AT_ONCE} deliveries at once`, { ways, rounds }, (telling) => tellAtOnce(AT_ONCE, telling))),
      ...(await compare(`${PER_SECOND} deliveries a second`, { ways, rounds: 1 }, (telling) =>
        tellSteadily(steady, telling),
      )),
    ];
  } finally {
    for (const { serving, db } of ways) {
      await db.close();
      await serving.stop();
    }
  }
}

async function open(name: string): Promise<Way> {
  const serving = await startServing<Way["serving"]["said"]>("serve-webhook.ts", [name, APP.secret, String(APP.appId)]);
  return { name, serving, db: openDatabase(serving.said.connection) };
}

/** Databases of tests don't; what is answered with 202 is to outlive the machine's power. */
async function waitForDisk({ pool }: Database): Promise<void> {
  await pool.query("alter system set fsync = on");
  await pool.query("select pg_reload_conf()");
}

type Tell = (telling: Parameters<typeof tellAtOnce>[1]) => Promise<Told>;

/** Round after round, so that a busy moment of the machine meets both. */
async function compare(
  what: string,
  { ways, rounds }: { ways: readonly [Way, Way]; rounds: number },
  tell: Tell,
): Promise<Figure[]> {
  const found: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const [at, way] of ways.entries()) {
      found[at]?.push(await measure(way, tell));
      await wait(PAUSE_MILLISECONDS);
    }
  }
  return figuresOf(what, found);
}

function figuresOf(what: string, [plain, ours]: readonly [Measured[], Measured[]]): Figure[] {
  const cpuOf = (measured: Measured[]) => Math.min(...measured.map(({ cpuMicroseconds }) => cpuMicroseconds));
  const sum = (pick: (measured: Measured) => number) => ours.reduce((total, measured) => total + pick(measured), 0);
  const [p99, p99Plain] = [sharesOf(ours, 0.99), sharesOf(plain, 0.99)];
  const [p50, p50Plain] = [sharesOf(ours, 0.5), sharesOf(plain, 0.5)];
  const detail = `${describeTimes(p99)}, p50 ${describeTimes(p50)}; bare: ${describeTimes(p99Plain)}, p50 ${describeTimes(p50Plain)}`;
  const cpu = `${(cpuOf(ours) / cpuOf(plain)).toFixed(2)} times the bare server's`;
  const none = { unit: "deliveries", goal: 0, detail: "" } as const;
  return [
    { what: `${what}, p99`, value: median(p99), unit: "ms", goal: GOAL_MILLISECONDS, detail },
    {
      what: `${what}, p99 beside a bare server`,
      value: median(p99) / median(p99Plain),
      unit: "times",
      goal: null,
      detail: "",
    },
    { what: `${what}, refused or unanswered`, value: sum(({ failed }) => failed), ...none },
    { what: `${what}, lost`, value: sum(({ lost }) => lost), ...none },
    { what: `${what}, processor time of one`, value: cpuOf(ours), unit: "us", goal: null, detail: cpu },
  ];
}

/** Of each round, within which so many of its deliveries were answered. */
function sharesOf(measured: readonly Measured[], share: number): number[] {
  return measured.map(({ delays }) => shareOf(delays, share));
}

async function measure({ serving, db }: Way, tell: Tell): Promise<Measured> {
  const [before, cpuBefore] = [await countStored(db), serving.cpuSeconds()];
  const told = await tell({
    ...APP,
    url: serving.said.url,
    body: Buffer.from(JSON.stringify({ text: "x".repeat(BODY_BYTES) })),
  });
  const cpuMicroseconds = ((serving.cpuSeconds() - cpuBefore) * 1e6) / (told.delays.length + told.failed);
  return { ...told, cpuMicroseconds, lost: Math.max(0, before + told.delays.length - (await countStored(db))) };
}

async function countStored({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ count: number }>("select count(*)::int as count from github_deliveries");
  return rows[0]?.count ?? 0;
}
