import { CatalystError, type WorkerAnswer, type WorkerWish } from "@catalyst/core";
import pino from "pino";
import { expect, test } from "vitest";
import { answerWishes } from "./answer-wishes.ts";

const DROP: WorkerWish = { kind: "drop_setups", repoId: null };
const log = pino({ level: "silent" });

/** Wishes that wait, and what they were answered with. */
function startAnswering(answer: (wish: WorkerWish) => Promise<WorkerAnswer>) {
  const waiting: WorkerWish[] = [];
  const answers: WorkerAnswer[] = [];
  const stop = new AbortController();
  let handler: () => void = () => undefined;
  const wishes = {
    async answerNext(work: (wish: WorkerWish) => Promise<WorkerAnswer>) {
      const wish = waiting.shift();
      if (wish === undefined) {
        return false;
      }
      answers.push(await work(wish));
      return true;
    },
    watch: async (heard: () => void) => {
      handler = heard;
      return () => undefined;
    },
  };
  const ask = (wish: WorkerWish) => {
    waiting.push(wish);
    handler();
  };
  return { ask, answers, stop, whenDone: answerWishes({ wishes, answer, log, signal: stop.signal }) };
}

test("an installation that takes long doesn't hold up who asks for something else", async () => {
  const installing = Promise.withResolvers<WorkerAnswer>();
  const worker = startAnswering(async ({ kind }) =>
    kind === "install_agent" ? installing.promise : { kind: "dropped", count: 2 },
  );
  const whenDone = await worker.whenDone;
  worker.ask({ kind: "install_agent", agentId: "aider" });
  worker.ask(DROP);
  await expect.poll(() => worker.answers).toEqual([{ kind: "dropped", count: 2 }]);
  installing.resolve({ kind: "installed", version: "1.0.0" });
  await whenDone();
  expect(worker.answers).toHaveLength(2);
});

test("what can't be done is answered in its own words, and a bug without any", async () => {
  const errors = [new CatalystError("prerequisite_missing", "Installing Aider failed: no way."), new Error("oops")];
  const worker = startAnswering(() => Promise.reject(errors.shift()));
  await worker.whenDone;
  worker.ask(DROP);
  worker.ask(DROP);
  await expect
    .poll(() => worker.answers)
    .toMatchObject([
      { kind: "failed", code: "prerequisite_missing", message: "Installing Aider failed: no way." },
      { kind: "failed", code: "unavailable", message: expect.not.stringContaining("oops") },
    ]);
});
