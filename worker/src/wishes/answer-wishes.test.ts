import {
  CatalystError,
  type WishKinds,
  type WorkerAnswer,
  type WorkerWish,
  type WorkerWishStore,
} from "@catalyst/core";
import pino from "pino";
import { expect, test } from "vitest";
import { answerWishes } from "./answer-wishes.ts";

const DROP: WorkerWish = { kind: "drop_setups", repoId: null };
const log = pino({ level: "silent" });

function isMeant(kind: string, kinds: WishKinds | undefined): boolean {
  if (kinds === undefined) {
    return true;
  }
  return "only" in kinds ? kinds.only.includes(kind) : !kinds.except.includes(kind);
}

/** Wishes that wait, and what they were answered with. */
function startAnswering(answer: (wish: WorkerWish) => Promise<WorkerAnswer>) {
  const waiting: WorkerWish[] = [];
  const answers: WorkerAnswer[] = [];
  const stop = new AbortController();
  let handler: () => void = () => undefined;
  const wishes = {
    async answerNext(work: Parameters<WorkerWishStore["answerNext"]>[0], kinds?: WishKinds) {
      const index = waiting.findIndex(({ kind }) => isMeant(kind, kinds));
      const [wish] = index < 0 ? [] : waiting.splice(index, 1);
      if (wish === undefined) {
        return false;
      }
      answers.push(await work(wish, () => undefined));
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

const INSTALL: WorkerWish = { kind: "install_agent", agentId: "aider", from: null };

test("installations that take long hold up nobody who asks what there is", async () => {
  const installing = Promise.withResolvers<WorkerAnswer>();
  const worker = startAnswering(async ({ kind }) =>
    kind === "list_agents" ? { kind: "agents", agents: [] } : installing.promise,
  );
  const whenDone = await worker.whenDone;
  for (const wish of [INSTALL, INSTALL, INSTALL, INSTALL, DROP]) {
    worker.ask(wish);
  }
  worker.ask({ kind: "list_agents" });
  await expect.poll(() => worker.answers).toEqual([{ kind: "agents", agents: [] }]);
  installing.resolve({ kind: "installed", version: "1.0.0" });
  await expect.poll(() => worker.answers.length).toBe(6);
  await whenDone();
});

test("an answer that is longer than any that is meant is refused in words", async () => {
  const agents = [{ id: "x", problem: "x".repeat(2 * 1024 * 1024) }];
  const worker = startAnswering(async () => ({ kind: "agents", agents }));
  await worker.whenDone;
  worker.ask({ kind: "list_agents" });
  await expect.poll(() => worker.answers).toMatchObject([{ kind: "failed", code: "unsupported" }]);
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
