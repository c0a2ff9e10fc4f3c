import { expect, test } from "vitest";
import { knownWay, StoredWay } from "./way.ts";

test("a way that a newer version wrote is carried along whole, and isn't said", () => {
  const newer = { kind: "call_support", number: 7, hours: ["mon"] };
  const read = StoredWay.parse(newer);
  expect(read).toEqual(newer);
  expect(knownWay(read)).toBeNull();
});

test("a kind that is known, with fields that aren't, is carried along whole", () => {
  const newer = { kind: "retry_task", task: "CAT-7" };
  expect(StoredWay.parse(newer)).toEqual(newer);
  expect(knownWay(newer)).toBeNull();
});

test("what has no kind is no way", () => {
  expect(StoredWay.safeParse({ task: 7 }).success).toBe(false);
  expect(StoredWay.safeParse("catalyst tasks retry 7").success).toBe(false);
});
