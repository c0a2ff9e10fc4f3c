/** Each of GitHub's examples, each of its fields missing or null, from the door to what is read of it, without a socket and a database. */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { createMemory, type Memory, memoryGitHubAppStore, memoryGitHubDeliveryStore } from "@catalyst/core/testing";
import { signalOf } from "@catalyst/core/trigger";
import { expect, test } from "vitest";
import { createHearing, type HearDeps } from "../../server/src/github/hear-delivery.ts";
import { appSignedWith, openSecretForTest, signedHeaders } from "../../server/src/github/testing/signed-delivery.ts";
import { NOTHING_MEASURED } from "../../server/src/metrics/server-measures.ts";
import { takeDelivery } from "../../worker/src/hearing/take-delivery.ts";
import { readExamples } from "./examples.ts";
import { type Mutation, mutate } from "./mutate.ts";

const SECRET = "a secret of the examples";
/** So many are stored, then decided: all of them would take gigabytes. */
const BATCH = 64;
/** They take half a minute of one core, on a busy machine much of which others have. */
const TIMEOUT_MILLISECONDS = 1_800_000;

const app = appSignedWith(SECRET);
const nothing = () => undefined;
const log = { info: nothing, warn: nothing, error: nothing } as unknown as HearDeps["log"];

/** A request as Node hands it over, all of whose body is there. */
function requestOf(body: Buffer, event: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  const headers = signedHeaders(app, { secret: SECRET, body, event });
  Object.assign(request, { headers: { ...headers, "content-length": String(body.length) } });
  request.push(body);
  request.push(null);
  return request;
}

async function openDoor() {
  const memory = createMemory();
  const deliveries = memoryGitHubDeliveryStore(memory);
  const apps = memoryGitHubAppStore(memory);
  await apps.insert(app);
  const { signal } = new AbortController();
  const hear = createHearing({
    ...{ githubApps: apps, githubDeliveries: deliveries, openWebhookSecret: openSecretForTest, log },
    ...{ isOutage: () => false, measures: NOTHING_MEASURED, now: () => new Date(), closing: signal },
  });
  const deps: Parameters<typeof takeDelivery>[0] = {
    ...{ apps, deliveries, log, signal, now: () => new Date(), random: Math.random, noteSettled: nothing },
    alone: (work) => work(),
    decide: async ({ event, payload }) => {
      const reading = signalOf({ event, payload });
      return reading.kind === "none"
        ? { decision: "ignored", reason: reading.reason }
        : { decision: "task", reason: reading.signal.kind };
    },
  };
  return { memory, hear, deps };
}

interface Broken extends Mutation {
  event: string;
  body: Buffer;
}

function* breakAll(): Generator<Broken> {
  for (const { event, payload } of readExamples()) {
    for (const mutation of mutate(payload)) {
      yield { ...mutation, event, body: Buffer.from(JSON.stringify(payload)) };
    }
  }
}

function* inBatches<Item>(items: Iterable<Item>): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/** Which of the deliveries aren't decided, in their order; forgets all of them. */
function takeUndecided({ githubDeliveries }: Memory): number[] {
  const settled = githubDeliveries.splice(0);
  return settled.flatMap(({ state }, index) => (state === "ignored" || state === "decided" ? [] : [index]));
}

test("each of GitHub's examples, whichever of its fields is missing or null, passes the door and is decided", {
  timeout: TIMEOUT_MILLISECONDS,
}, async () => {
  const { memory, hear, deps } = await openDoor();
  const wrong: string[] = [];
  let count = 0;
  for (const batch of inBatches(breakAll())) {
    const refusals = await Promise.all(batch.map(({ event, body }) => hear(requestOf(body, event))));
    while (await takeDelivery(deps)) {}
    const isRefused = (_: Broken, index: number) => refusals[index] !== null;
    const undecided = takeUndecided(memory).map((index) => batch[index] as Broken);
    wrong.push(
      ...[...batch.filter(isRefused), ...undecided].map(({ event, field, how }) => `${event}: ${field} ${how}`),
    );
    count += batch.length;
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(100_000);
});
