import { randomUUID } from "node:crypto";
import type { GatewayAnswer, GatewayWish } from "@catalyst/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresGatewayWishStore } from "./gateway-wish-store.ts";

const OK: GatewayAnswer = { kind: "tested", outcome: "ok", detail: "" };
const REJECTED: GatewayAnswer = { kind: "tested", outcome: "rejected", detail: "invalid key" };

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db?.close());

const findAnswer = async (id: string) => (await postgresGatewayWishStore(db).find(id))?.answer ?? null;
const asked = (wish: GatewayWish) => ({ wish, actor: null, lifetimeSeconds: 600 });
const testWish = () => asked({ kind: "test_credential", credentialId: randomUUID() });

test("wishes are answered the oldest first, each once, and who asked finds the answer", async () => {
  const store = postgresGatewayWishStore(db);
  const wishes = [testWish(), asked({ kind: "rotate_keys" })] as const;
  const ids = [await store.ask(wishes[0]), await store.ask(wishes[1])];
  expect([await store.countOpen(), await findAnswer(String(ids[0]))]).toEqual([2, null]);
  const seen: GatewayWish[] = [];
  const answer = async (wish: GatewayWish) => {
    seen.push(wish);
    return seen.length === 1 ? OK : REJECTED;
  };
  expect([await store.answerNext(answer), await store.answerNext(answer), await store.answerNext(answer)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(seen).toEqual(wishes.map(({ wish }) => wish));
  expect([await findAnswer(String(ids[0])), await findAnswer(String(ids[1]))]).toEqual([OK, REJECTED]);
  expect(await store.countOpen()).toBe(0);
});

test("two gateways never answer the same one, and what one of them failed at stays open", async () => {
  const store = postgresGatewayWishStore(db);
  await store.ask(testWish());
  const second = vi.fn(async () => OK);
  await store.answerNext(async () => {
    expect(await store.answerNext(second)).toBe(false);
    return OK;
  });
  expect(second).not.toHaveBeenCalled();
  const id = await store.ask(testWish());
  await expect(store.answerNext(() => Promise.reject(new Error("the gateway broke")))).rejects.toThrow("broke");
  expect([await store.countOpen(), await findAnswer(id)]).toEqual([1, null]);
});

test("words that PostgreSQL can't hold are stored without what it can't", async () => {
  const store = postgresGatewayWishStore(db);
  const id = await store.ask(testWish());
  expect(await store.answerNext(async () => ({ ...REJECTED, detail: "no\u0000 such\ud800 key" }))).toBe(true);
  expect(await findAnswer(id)).toMatchObject({ detail: expect.stringMatching(/^no.? such.? key$/) });
});

test("a wish of a kind that this gateway doesn't know is refused, and holds up none behind it", async () => {
  const store = postgresGatewayWishStore(db);
  const id = await store.ask(asked({ kind: "of_a_newer_one" } as never));
  const behind = await store.ask(testWish());
  expect([await store.answerNext(async () => OK), await store.answerNext(async () => OK)]).toEqual([true, true]);
  expect(await findAnswer(id)).toMatchObject({ kind: "failed", code: "unavailable" });
  expect(await findAnswer(behind)).toEqual(OK);
});

test("a gateway hears of a new wish", async () => {
  const store = postgresGatewayWishStore(db);
  const heard = vi.fn();
  const stop = await store.watch(heard);
  await store.ask(testWish());
  await expect.poll(() => heard.mock.calls.length).toBe(1);
  stop();
});

test("answers that nobody waits for any more are forgotten", async () => {
  const store = postgresGatewayWishStore(db);
  const id = await store.ask(testWish());
  await store.answerNext(async () => OK);
  await db.pool.query("update gateway_wishes set answered_at = now() - interval '2 hours'");
  await store.ask(testWish());
  expect(await findAnswer(id)).toBeNull();
  expect(await db.pool.query("select 1 from gateway_wishes")).toMatchObject({ rowCount: 1 });
});
