import { askForAgent, askForSweep, type WorkerAnswer } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresGatewayWishStore } from "./gateway-wish-store.ts";
import { postgresWorkerWishStore } from "./worker-wish-store.ts";

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db?.close());

const asking = (answer: WorkerAnswer | null, timeoutSeconds = 60) => {
  const wishes = postgresWorkerWishStore(db);
  const pause = async () => {
    await (answer === null ? false : wishes.answerNext(async () => answer));
  };
  return { wishes, timeoutSeconds, now: () => new Date(), pause };
};

test("who asks a worker gets its answer, or its refusal with its code", async () => {
  const installed = { kind: "installed", version: "1.0.0" } as const;
  expect(await askForAgent({ agentId: "aider" }, asking(installed))).toEqual(installed);
  const failed = { kind: "failed", code: "prerequisite_missing", message: "Installing Aider failed." } as const;
  await expect(askForAgent({ agentId: "aider" }, asking(failed))).rejects.toMatchObject({
    code: "prerequisite_missing",
    message: "Installing Aider failed.",
  });
});

test("without a worker the wish waits for one, and is none of the gateway's", async () => {
  const deps = asking(null, -1);
  await expect(askForSweep({ kinds: ["mirrors"] }, deps)).rejects.toMatchObject({ code: "unavailable" });
  expect(await deps.wishes.countOpen()).toBe(1);
  expect(await postgresGatewayWishStore(db).countOpen()).toBe(0);
  const seen: unknown[] = [];
  await deps.wishes.answerNext(async (wish) => {
    seen.push(wish);
    return { kind: "dropped", count: 0 };
  });
  expect(seen).toEqual([{ kind: "sweep", kinds: ["mirrors"] }]);
});
