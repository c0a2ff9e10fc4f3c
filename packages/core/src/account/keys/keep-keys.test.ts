import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { AMPLE } from "../../testing/ample.ts";
import { memoryAccountStore } from "../../testing/stores/accounts/memory-account-store.ts";
import { memoryApiKeyStore } from "../../testing/stores/accounts/memory-api-key-store.ts";
import { memoryAuditStore } from "../../testing/stores/accounts/memory-audit-store.ts";
import { memoryTeamStore } from "../../testing/stores/accounts/memory-team-store.ts";
import { createMemory } from "../../testing/stores/memory.ts";
import type { Actor } from "../actor.ts";
import { admitKey } from "./admit-key.ts";
import { endKey, listKeys, type MakeKeyInput, makeKey } from "./keep-keys.ts";
import { makeKeyToken } from "./key-token.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const HOUR = 3_600_000;

let now: Date;
const memory = createMemory(() => now);
const deps = {
  keys: memoryApiKeyStore(memory),
  teams: memoryTeamStore(memory),
  accounts: memoryAccountStore(memory),
  audit: memoryAuditStore(memory),
  newId: randomUUID,
  now: () => now,
};
let actor: Extract<Actor, { kind: "person" }>;

beforeEach(() => {
  now = NOW;
  actor = { kind: "person", userId: randomUUID() };
});

const make = (change: Partial<MakeKeyInput> = {}) =>
  makeKey(
    {
      actor,
      name: "CI",
      role: "member",
      scopes: ["tasks:read"],
      team: null,
      project: null,
      expiresAt: null,
      ...change,
    },
    deps,
  );

test("a key is shown once and admits its person with no more than it was made for, until it is ended", async () => {
  const { key, token } = await make({ scopes: ["tasks:read", "tasks:read"] });
  expect(JSON.stringify([key, await listKeys({ actor }, deps), [...memory.apiKeys]])).not.toContain(token.slice(10));
  expect(await admitKey(token, deps)).toMatchObject({
    actor: { kind: "api_key", userId: actor.userId, keyId: key.id, role: "member", within: null },
    key: { scopes: ["tasks:read"], name: "CI" },
  });
  expect((await listKeys({ actor }, deps))[0]).toMatchObject({ lastUsedAt: NOW });
  await endKey({ actor, key: "CI" }, deps);
  expect(await admitKey(token, deps)).toBeNull();
  expect(await admitKey(makeKeyToken(), deps)).toBeNull();
});

test("a key ends by itself when its time is over, and none is made that has ended already", async () => {
  const { token } = await make({ expiresAt: new Date(NOW.getTime() + HOUR) });
  now = new Date(NOW.getTime() + HOUR - 1);
  expect(await admitKey(token, deps)).not.toBeNull();
  now = new Date(NOW.getTime() + HOUR);
  expect(await admitKey(token, deps)).toBeNull();
  await expect(make({ name: "Old", expiresAt: now })).rejects.toMatchObject({ code: "invalid_input" });
});

test("a key's use is noted once a minute", async () => {
  const { token, key } = await make();
  const usedAt = () => memory.apiKeys.get(key.id)?.key.lastUsedAt;
  for (const [seconds, noted] of [
    [0, 0],
    [59, 0],
    [60, 60],
    [61, 60],
  ] as const) {
    now = new Date(NOW.getTime() + seconds * 1000);
    await admitKey(token, deps);
    expect(usedAt()).toEqual(new Date(NOW.getTime() + noted * 1000));
  }
});

test.each([
  [{ name: " " }, "invalid_input"],
  [{ name: "a\u202eb" }, "invalid_input"],
  [{ scopes: [] }, "invalid_input"],
  [{ team: "no-such-team" }, "not_found"],
  [{ project: "no-such-team/shop" }, "not_found"],
  [{ team: "a", project: "b" }, "invalid_input"],
] as [Partial<MakeKeyInput>, string][])("a key of %j isn't made: %s", async (change, code) => {
  await expect(make(change)).rejects.toMatchObject({ code });
});

test("a key for a team is one for a team that its person sees", async () => {
  const { id: teamId, slug } = await deps.teams.make(
    {
      slug: `t-${actor.userId.slice(0, 8)}`,
      name: "T",
      ownerId: actor.userId,
    },
    AMPLE,
  );
  expect((await make({ team: slug })).key.within).toEqual({ kind: "team", teamId });
  const other: Actor = { kind: "person", userId: randomUUID() };
  await expect(make({ actor: other, team: slug })).rejects.toMatchObject({ code: "not_found" });
});

test("keys are their person's: others neither find nor end them, and a key makes no key", async () => {
  const { key } = await make();
  const other: Actor = { kind: "person", userId: randomUUID() };
  expect(await listKeys({ actor: other }, deps)).toEqual([]);
  for (const name of [key.id, key.name]) {
    await expect(endKey({ actor: other, key: name }, deps)).rejects.toMatchObject({ code: "not_found" });
  }
  const program: Actor = { kind: "api_key", userId: actor.userId, keyId: key.id, role: "owner", within: null };
  await expect(make({ actor: program, name: "Another" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listKeys({ actor: program }, deps)).rejects.toMatchObject({ code: "forbidden" });
});
