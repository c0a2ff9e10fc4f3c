import { type TestContext, test } from "vitest";
import { sql } from "../drizzle.ts";
import { isDatabaseOutage } from "../is-database-outage.ts";
import { type BreakableDatabase, breakableDatabase } from "../testing/breakable-database.ts";

const CONNECTIONS = 2;
const ANSWER_MILLISECONDS = 10_000;

/** Closed after the test. */
async function open(over: "socket" | "tcp", { onTestFinished }: TestContext): Promise<BreakableDatabase> {
  const broken = await breakableDatabase(over, {
    maxConnections: CONNECTIONS,
    answerMilliseconds: ANSWER_MILLISECONDS,
  });
  onTestFinished(() => broken.db.close());
  return broken;
}

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Error) => error.cause ?? error,
  );
const askOf =
  ({ db }: BreakableDatabase) =>
  () =>
    db.drizzle.execute(sql`select 1 as one`);

// Each waits for what doesn't come: they wait at once.
test.concurrent.for(["socket", "tcp"] as const)(
  "a server (%s) that falls silent is away for all who ask it, whatever they are at, and is asked anew once it is back",
  async (over, context) => {
    const { expect } = context;
    const broken = await open(over, context);
    const ask = askOf(broken);
    await expect.poll(() => ask().then(({ rows }) => rows, errorOf)).toEqual([{ one: 1 }]);
    const asked: Promise<unknown>[] = [];
    const inTransaction = errorOf(
      broken.db.drizzle.transaction(async (tx) => {
        await tx.execute(sql`create table never (word text)`);
        broken.silence();
        asked.push(...Array.from({ length: 3 * CONNECTIONS }, () => errorOf(ask())));
        await tx.execute(sql`insert into never values ('lost')`);
      }),
    );
    const errors = [await inTransaction, ...(await Promise.all(asked))];
    expect(errors).toHaveLength(3 * CONNECTIONS + 1);
    expect(errors.filter((error) => !isDatabaseOutage(error))).toEqual([]);
    await broken.mend();
    await expect.poll(() => Promise.all([ask(), ask()]).then((answers) => answers.length, errorOf)).toBe(CONNECTIONS);
    const kept = () => broken.db.drizzle.execute(sql`select to_regclass('never') as found`);
    await expect.poll(() => kept().then(({ rows }) => rows, errorOf)).toEqual([{ found: null }]);
  },
);

test.concurrent("who listens to a server that falls silent is told that something may have got lost, and hears the next", async (context) => {
  const { expect } = context;
  const broken = await open("tcp", context);
  const heard: (string | null)[] = [];
  await broken.db.listener.listen("news", (payload) => heard.push(payload));
  broken.silence();
  await broken.mend();
  await expect.poll(() => heard).toContain(null);
  await expect
    .poll(async () => {
      await broken.db.drizzle.execute(sql`select pg_notify('news', 'again')`).catch(() => undefined);
      return heard;
    })
    .toContain("again");
});

test.concurrent("what is open to a silent server can be closed", async (context) => {
  const { expect } = context;
  const broken = await open("tcp", context);
  const ask = askOf(broken);
  await broken.db.listener.listen("news", () => undefined);
  await expect.poll(() => ask().then(({ rows }) => rows, errorOf)).toEqual([{ one: 1 }]);
  broken.silence();
  // Every test closes its database after itself.
});
