import type { TellProgress, WishKinds } from "@catalyst/core";
import type pg from "pg";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, eq, gt, isNull, sql } from "../../drizzle.ts";
import { cleanText } from "../clean-text.ts";
import { createTelling } from "./create-telling.ts";
import type { Wishes } from "./wishes.ts";

/** Those before the first free one are being done, as many as there are who do them. */
const CANDIDATES = 50;

interface Doing<Wish, Answer> {
  work: (wish: Wish, tell: TellProgress) => Promise<Answer>;
  kinds: WishKinds | undefined;
}

/**
 * Does the oldest wish that nobody is at; false: there is none. Who is at it holds a lock for as long as its connection lives,
 * outside of any transaction: the work may take long.
 */
export async function doNextWish<Wish, Answer>(
  { work, kinds }: Doing<Wish, Answer>,
  { pool, drizzle }: Database,
  wishes: Wishes<Wish, Answer>,
): Promise<boolean> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    for (const id of await listOpen(drizzle, kinds, wishes)) {
      if (!(await tryLock(client, id))) {
        continue;
      }
      const isDone = await doWish(id, { work, drizzle, wishes }).finally(() =>
        unlock(client, id).catch((error: Error) => {
          broken = error;
        }),
      );
      if (isDone) {
        return true;
      }
    }
    return false;
  } finally {
    // A connection that may hold a lock still isn't used again.
    client.release(broken);
  }
}

async function listOpen<Wish, Answer>(
  drizzle: Drizzle,
  kinds: WishKinds | undefined,
  { table, scope }: Wishes<Wish, Answer>,
): Promise<string[]> {
  const only = kinds !== undefined && "only" in kinds ? kinds.only : null;
  const except = kinds !== undefined && "except" in kinds ? kinds.except : null;
  const kind = sql`${table.wish} ->> 'kind'`;
  const rows = await drizzle
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        scope.condition,
        isNull(table.answeredAt),
        gt(table.expiresAt, sql`now()`),
        only === null ? undefined : sql`${kind} = any(${sql.param(only)})`,
        except === null ? undefined : sql`${kind} <> all(${sql.param(except)})`,
      ),
    )
    .orderBy(asc(table.createdAt))
    .limit(CANDIDATES);
  return rows.map(({ id }) => id);
}

async function tryLock(client: pg.PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>("select pg_try_advisory_lock(hashtextextended($1, 0)) as ok", [
    id,
  ]);
  return rows[0]?.ok === true;
}

async function unlock(client: pg.PoolClient, id: string): Promise<void> {
  await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [id]);
}

/** false: it was answered or taken back before it was locked. */
async function doWish<Wish, Answer>(
  id: string,
  { work, drizzle, wishes }: Pick<Doing<Wish, Answer>, "work"> & { drizzle: Drizzle; wishes: Wishes<Wish, Answer> },
): Promise<boolean> {
  const { table, channel, Wish, unknown } = wishes;
  const change = async (changes: Record<string, unknown>) => {
    const [row] = await drizzle
      .update(table)
      .set({ ...cleanText(changes), version: sql`${table.version} + 1` })
      .where(and(eq(table.id, id), isNull(table.answeredAt)))
      .returning({ wish: table.wish });
    await drizzle.execute(sql`select pg_notify(${`${channel}_changed`}, ${id})`);
    return row;
  };
  const taken = await change({ takenAt: sql`clock_timestamp()`, progress: null });
  if (taken === undefined) {
    return false;
  }
  const wish = Wish.safeParse(taken.wish);
  const telling = createTelling((progress) => change({ progress }));
  try {
    const answer = wish.success ? await work(wish.data, telling.tell) : unknown;
    await telling.end();
    await change({ answer, answeredAt: sql`clock_timestamp()` });
    return true;
  } finally {
    await telling.end();
  }
}
