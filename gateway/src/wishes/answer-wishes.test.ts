import { CatalystError, type GatewayAnswer, type GatewayWish } from "@catalyst/core";
import pino from "pino";
import { expect, test, vi } from "vitest";
import { answerWishes } from "./answer-wishes.ts";

const OK: GatewayAnswer = { kind: "tested", outcome: "ok", detail: "" };
const log = pino({ level: "silent" });

/** Wishes that wait, and what they were answered with. */
function memoryWishes() {
  const waiting: GatewayWish[] = [];
  const answers: GatewayAnswer[] = [];
  let handler = () => {};
  return {
    answers,
    ask() {
      waiting.push({ kind: "rotate_keys" });
      handler();
    },
    store: {
      async answerNext(work: (wish: GatewayWish, tell: () => void) => Promise<GatewayAnswer>) {
        const wish = waiting.shift();
        if (wish === undefined) {
          return false;
        }
        try {
          answers.push(await work(wish, () => undefined));
          return true;
        } catch (error) {
          waiting.unshift(wish);
          throw error;
        }
      },
      async watch(listen: () => void) {
        handler = listen;
        return () => {};
      },
    },
  };
}

test("what waited and what comes is answered, and one that takes long holds up nobody", async () => {
  const wishes = memoryWishes();
  wishes.ask();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const answer = vi.fn(async () => OK).mockImplementationOnce(() => held.then(() => OK));
  const stop = await answerWishes({ wishes: wishes.store, answer, log });
  for (let count = 0; count < 20; count++) {
    wishes.ask();
  }
  await expect.poll(() => wishes.answers.length).toBe(20);
  release();
  await stop();
  expect(wishes.answers).toHaveLength(21);
});

test("what is refused is answered in its words, what breaks in ours, and during an outage the wish stays", async () => {
  const wishes = memoryWishes();
  const outage = Object.assign(new Error("the database system is starting up"), { code: "57P03" });
  const answer = vi
    .fn(async (): Promise<GatewayAnswer> => OK)
    .mockRejectedValueOnce(new CatalystError("not_found", "It was removed."))
    .mockRejectedValueOnce(new Error("secret-canary"))
    .mockRejectedValueOnce(outage);
  const stop = await answerWishes({ wishes: wishes.store, answer, log });
  for (const count of [1, 2, 2]) {
    wishes.ask();
    await expect.poll(() => wishes.answers.length).toBe(count);
  }
  expect(wishes.answers).toMatchObject([
    { kind: "failed", code: "not_found", message: "It was removed." },
    { kind: "failed", code: "unavailable", message: expect.not.stringContaining("canary") },
  ]);
  await expect.poll(() => answer.mock.calls.length).toBe(3);
  wishes.ask();
  await expect.poll(() => wishes.answers.length).toBe(4);
  await stop();
});
