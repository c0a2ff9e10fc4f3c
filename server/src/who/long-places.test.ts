import type { Actor } from "@catalyst/core";
import { expect, test } from "vitest";
import { createLongPlaces } from "./long-places.ts";

const ANN: Actor = { kind: "person", userId: "019a0000-0000-7000-8000-000000000001" };
const BOB: Actor = { kind: "person", userId: "019a0000-0000-7000-8000-000000000002" };
const KEY_OF_ANN: Actor = { kind: "api_key", userId: ANN.userId, keyId: BOB.userId, role: "member", within: null };
const OWNER: Actor = { kind: "machine_owner", userId: "019a0000-0000-7000-8000-000000000003" };

test("one person has some of the places, with all their keys, and leaves the others", () => {
  const places = createLongPlaces({ maxStreams: 4, maxStreamsOfOne: 2 });
  const first = places.take(ANN);
  expect(places.take(KEY_OF_ANN)).not.toBeNull();
  expect(places.take(ANN)).toBeNull();
  expect(places.take(BOB)).not.toBeNull();
  first?.();
  expect(places.take(KEY_OF_ANN)).not.toBeNull();
});

test("the machine's owner may have all there are, and nobody more", () => {
  const places = createLongPlaces({ maxStreams: 3, maxStreamsOfOne: 1 });
  expect([OWNER, OWNER, OWNER].map((owner) => places.take(owner))).not.toContain(null);
  expect(places.take(OWNER)).toBeNull();
  expect(places.take(BOB)).toBeNull();
});
