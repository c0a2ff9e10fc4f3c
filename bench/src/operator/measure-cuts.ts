import { setTimeout as wait } from "node:timers/promises";
import { type AnyObject, connectCluster, followResource } from "@catalyst/kubernetes";
import { startScriptedApiServer } from "@catalyst/kubernetes/testing";
import type { Figure } from "../figures/figure.ts";

const OBJECTS = 500;
const MOST_BYTES = 1200;

/** A watch that is cut so often, wherever that is, while objects change: how many changes weren't known in the end. */
export async function measureCuts(cuts: number): Promise<Figure[]> {
  const server = await startScriptedApiServer();
  const ending = new AbortController();
  const access = { address: server.address, authority: null, certificate: null, headers: async () => ({}) };
  const connection = connectCluster(access);
  const changes = countChanges();
  let left = cuts;
  server.misbehave(({ isWatch }) => {
    left -= isWatch && left > 0 ? 1 : 0;
    return isWatch && left > 0 ? { kind: "cut", afterBytes: Math.floor(Math.random() * MOST_BYTES) } : null;
  });
  const pace = { firstDelayMilliseconds: 0.1, longestDelayMilliseconds: 1 };
  const following = followResource({ connection, path: "/api/v1/things", signal: ending.signal, pace }, changes);
  let made = 0;
  while (left > 0) {
    made++;
    server.put(`thing-${made % OBJECTS}`, String(made));
    await wait(1);
  }
  await untilQuiet(changes.known);
  const missed = Object.entries(server.contents()).filter(([name, text]) => changes.textOf(name) !== text).length;
  ending.abort();
  await Promise.all([following, connection.close(), server.stop()]);
  const { one, listed } = changes.counts();
  const detail = `${made} changes of ${OBJECTS} objects: ${one} told one by one, ${made - one - missed} by ${listed} lists`;
  return [
    { what: `changes missed by a watch that is cut ${cuts} times`, value: missed, unit: "changes", goal: 0, detail },
  ];
}

function countChanges() {
  const texts = new Map<string, string>();
  let one = 0;
  let listed = 0;
  let version = 0;
  const put = ({ metadata, text }: AnyObject) => {
    const isNew = Number(metadata.resourceVersion) > version;
    version = Math.max(version, Number(metadata.resourceVersion));
    texts.set(metadata.name, String(text));
    return isNew;
  };
  return {
    replace(objects: AnyObject[]) {
      listed++;
      objects.forEach(put);
    },
    put(object: AnyObject) {
      one += put(object) ? 1 : 0;
    },
    remove: () => undefined,
    textOf: (name: string) => texts.get(name),
    known: () => version,
    counts: () => ({ one, listed }),
  };
}

/** Nothing more was told for a while. */
async function untilQuiet(known: () => number): Promise<void> {
  for (let former = -1; former !== known(); ) {
    former = known();
    await wait(2000);
  }
}
