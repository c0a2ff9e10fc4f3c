import { randomUUID } from "node:crypto";
import { CatalystError, ForgeAway } from "@catalyst/core";
import type { GitHubApp } from "@catalyst/core/forge";
import { createMemory, type Memory, memoryGitHubAppStore, memoryGitHubDeliveryStore } from "@catalyst/core/testing";
import { NotSettled } from "@catalyst/core/trigger";
import pino from "pino";
import { beforeEach, expect, test } from "vitest";
import { createOneByOne } from "../one-by-one.ts";
import { type DecideDelivery, type TakeDeliveryDeps, takeDelivery } from "./take-delivery.ts";

const SEALED = { encryptedKey: "", encryptedKeyIv: "", wrappedDataKey: "", recipientKeyId: "", sealerKeyId: "" };
const BODY = JSON.stringify({ action: "assigned", installation: { id: 5 }, repository: { id: 6 } });
const DECIDED = { decision: "task", reason: "assigned" } as const;

let memory: Memory;
let now: Date;
let stopping: AbortController;
let settled: string[];
let app: GitHubApp;
beforeEach(async () => {
  now = new Date("2026-01-01T00:00:00Z");
  memory = createMemory(() => now);
  stopping = new AbortController();
  settled = [];
  app = {
    ...{ id: randomUUID(), host: "github.com", appId: 7, slug: "catalyst", botUserId: null, clientId: null },
    ...{
      privateKey: SEALED,
      webhookSecret: SEALED,
      formerSecrets: [],
      machineUsers: [],
      watched: null,
      createdAt: now,
    },
  };
  await memoryGitHubAppStore(memory).insert(app);
});

function open(decide: DecideDelivery): TakeDeliveryDeps {
  return {
    apps: memoryGitHubAppStore(memory),
    deliveries: memoryGitHubDeliveryStore(memory),
    decide,
    alone: createOneByOne(),
    noteSettled: (decision, seconds) => settled.push(`${decision} after ${seconds}`),
    now: () => now,
    random: () => 1,
    log: pino({ level: "silent" }),
    signal: stopping.signal,
  };
}

const add = (body: string | Buffer = BODY) =>
  memoryGitHubDeliveryStore(memory).add([
    {
      appId: app.id,
      guid: randomUUID(),
      event: "issues",
      body: Buffer.from(body),
    },
  ]);

/** Tries what is due, with the clock going on to when each is due next. Returns how often something was tried. */
async function tryAll(deps: TakeDeliveryDeps): Promise<number> {
  for (let tries = 0; ; tries++) {
    if (!(await takeDelivery(deps))) {
      const waiting = memory.githubDeliveries.filter(({ state }) => state === "waiting");
      if (waiting.length === 0) {
        return tries;
      }
      now = new Date(Math.min(...waiting.map(({ dueAt }) => dueAt.getTime())));
      tries -= 1;
    }
  }
}

test("a delivery is decided once, with what it holds and for which App, and it is measured how long it waited", async () => {
  const heard: unknown[] = [];
  await add();
  now = new Date(now.getTime() + 3000);
  const deps = open(async ({ app: its, event, payload }) => {
    heard.push([its.id, event, payload]);
    return DECIDED;
  });
  expect([await takeDelivery(deps), await takeDelivery(deps)]).toEqual([true, false]);
  expect(heard).toEqual([[app.id, "issues", JSON.parse(BODY)]]);
  expect(settled).toEqual(["task after 3"]);
  expect(memory.githubDeliveries).toMatchObject([{ state: "decided", body: null }]);
});

test("what can't be read is set aside at once, and nobody is asked what it means", async () => {
  for (const body of ["no JSON", "[]", `{"a":${"[".repeat(100)}${"]".repeat(100)}}`]) {
    await add(body);
  }
  const tries = await tryAll(open(() => Promise.reject(new Error("asked"))));
  expect(tries).toBe(3);
  expect(memory.githubDeliveries.map(({ state }) => state)).toEqual(["failed", "failed", "failed"]);
  expect(settled).toEqual(["failed after 0", "failed after 0", "failed after 0"]);
});

test("one that fails again and again holds up none, and is set aside after a day with its reason", async () => {
  await add('{"poison":true}');
  await add();
  const deps = open(async ({ payload }) => {
    if (payload.poison === true) {
      throw new CatalystError("unavailable", "Asking GitHub failed: it says 500.");
    }
    return DECIDED;
  });
  const began = now;
  const tries = await tryAll(deps);
  expect(settled[0]).toBe("task after 0");
  const reason = "Asking GitHub failed: it says 500.";
  expect(memory.githubDeliveries).toMatchObject([{ state: "failed", reason }, { state: "decided" }]);
  expect(now.getTime() - began.getTime()).toBeGreaterThan(23 * 3_600_000);
  expect(tries).toBeLessThan(50);
});

test("while GitHub was asked too much a delivery waits until it may be asked again", async () => {
  await add();
  const until = new Date(now.getTime() + 1_800_000);
  const deps = open(async () => {
    throw new ForgeAway({ kind: "rate_limited", until });
  });
  await takeDelivery(deps);
  expect(memory.githubDeliveries).toMatchObject([{ state: "waiting", dueAt: until }]);
});

test("what somebody wrote isn't in the reason of a failure", async () => {
  await add();
  const deps = open(() => Promise.reject(new Error("secret words of a stranger")));
  await takeDelivery(deps);
  expect(memory.githubDeliveries).toMatchObject([{ reason: "it failed for a reason that is in the worker's log" }]);
});

test("a worker that stops leaves what it was at to others at once, though the decision takes no notice", async () => {
  await add();
  const deps = open(() => new Promise(() => undefined));
  const taking = takeDelivery(deps);
  setImmediate(() => stopping.abort());
  expect(await taking).toBe(true);
  expect(memory.githubDeliveries).toMatchObject([{ state: "waiting", dueAt: now, leasedUntil: null }]);
});

test("one over which workers die again and again is set aside", async () => {
  await add();
  for (let died = 0; died < 50; died++) {
    await memoryGitHubDeliveryStore(memory).claimNext({ leaseSeconds: 0 });
  }
  await takeDelivery(open(async () => DECIDED));
  expect(memory.githubDeliveries).toMatchObject([{ state: "failed" }]);
});

test("of those that need much memory one is decided at a time, and the rest goes by", async () => {
  const large = JSON.stringify({ text: "x".repeat(2 * 1024 * 1024) });
  const release = Promise.withResolvers<void>();
  const begun: number[] = [];
  const deps = open(async ({ payload }) => {
    begun.push(JSON.stringify(payload).length);
    if (payload.text !== undefined) {
      await release.promise;
    }
    return DECIDED;
  });
  await add(large);
  await add(large);
  await add();
  const taking = [takeDelivery(deps), takeDelivery(deps), takeDelivery(deps)];
  await taking[2];
  expect(begun.toSorted((a, b) => a - b)).toEqual([BODY.length, large.length]);
  release.resolve();
  await Promise.all(taking);
  expect(begun).toHaveLength(3);
});

test("what is told of a branch that is pushed to is decided once it has come to rest", async () => {
  await add();
  const settlesAt = new Date(now.getTime() + 180_000);
  const deps = open(async () => {
    if (now < settlesAt) {
      throw new NotSettled(settlesAt);
    }
    return DECIDED;
  });
  await takeDelivery(deps);
  expect(memory.githubDeliveries).toMatchObject([{ state: "waiting", dueAt: settlesAt }]);
  now = settlesAt;
  await takeDelivery(deps);
  expect(settled).toEqual(["task after 180"]);
});
