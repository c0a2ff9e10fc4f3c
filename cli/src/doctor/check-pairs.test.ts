import type { ApiClient } from "@catalyst/api/own";
import { expect, test } from "vitest";
import { checkPairs } from "./check-pairs.ts";

const NOW = new Date("2026-11-27T12:00:00Z");
const OLD = "2026-11-01T12:00:00Z";

const check = (...data: object[]) =>
  checkPairs({ call: async () => ({ data }) } as unknown as Pick<ApiClient, "call">, NOW);
const key = (keyId: string, more: object = {}) => ({ pair: "worker", keyId, createdAt: OLD, sealed: [], ...more });
const apps = (count: number) => [{ what: "github_apps", count }];

test("of each pair is said how old it is and what is sealed to it", async () => {
  const gateway = key("a1", {
    pair: "gateway",
    sealed: [
      { what: "credentials", count: 2 },
      { what: "secrets", count: 1 },
    ],
  });
  expect(await check(gateway, key("b1"))).toMatchObject([
    { name: "Keys", state: "ok", detail: "the gateway's a1, 26 days old: 2 credentials, 1 secret sealed to it" },
    { name: "Keys", state: "ok", detail: "the worker's b1, 26 days old: nothing is sealed to it" },
  ]);
});

test("what is sealed to an older key is named with the command that wraps it anew", async () => {
  const [found] = await check(key("new", { sealed: apps(1) }), key("old", { sealed: apps(2) }));
  expect(found).toMatchObject({
    state: "limited",
    detail: expect.stringContaining("old, 26 days old: 2 App's keys sealed to it"),
    remedy: expect.stringContaining("catalyst credentials rotate worker"),
  });
});

test("what is sealed to a key that is gone is to be added anew", async () => {
  const [found] = await check(key("new"), key("lost", { createdAt: null, sealed: apps(1) }));
  expect(found).toMatchObject({ state: "limited", remedy: expect.stringContaining("add it anew") });
});
