import { createHash } from "node:crypto";
import type { Grant } from "@catalyst/core";
import { expect, test } from "vitest";
import { createGrantLookup } from "./grant-lookup.ts";

const TOKEN = "t".repeat(43);

function setUp() {
  const state = { now: 0, asked: 0, live: true, isDown: false, expiresAt: new Date(100_000) };
  const lookup = createGrantLookup({
    grants: {
      async findLive(tokenHash) {
        state.asked += 1;
        if (state.isDown) {
          throw new Error("the database is away");
        }
        const isMine = tokenHash === createHash("sha256").update(TOKEN).digest("hex");
        return state.live && isMine ? ({ tokenHash, endedAt: null, expiresAt: state.expiresAt } as Grant) : null;
      },
    },
    cacheSeconds: 2,
    now: () => new Date(state.now),
  });
  return { state, lookup };
}

test("a grant is found by its token alone and asked for once within the cache time, by however many", async () => {
  const { state, lookup } = setUp();
  const found = await Promise.all([lookup.find(TOKEN), lookup.find(TOKEN), lookup.find(TOKEN)]);
  expect(found.every((grant) => grant !== null)).toBe(true);
  expect(state.asked).toBe(1);
  expect(await lookup.find("u".repeat(43))).toBeNull();
});

test("a grant that ended is dead at the latest after the cache time", async () => {
  const { state, lookup } = setUp();
  await lookup.find(TOKEN);
  state.live = false;
  state.now = 1999;
  expect(await lookup.find(TOKEN)).not.toBeNull();
  state.now = 2000;
  expect(await lookup.find(TOKEN)).toBeNull();
});

test("a cached grant is dead at its expiry", async () => {
  const { state, lookup } = setUp();
  state.expiresAt = new Date(1000);
  expect(await lookup.find(TOKEN)).not.toBeNull();
  state.now = 1000;
  expect(await lookup.find(TOKEN)).toBeNull();
});

test("an answer that failed is not kept", async () => {
  const { state, lookup } = setUp();
  state.isDown = true;
  await expect(lookup.find(TOKEN)).rejects.toThrow();
  state.isDown = false;
  expect(await lookup.find(TOKEN)).not.toBeNull();
});
