import { expect, test } from "vitest";
import { type DeliveryAttempt, findLost } from "./find-lost.ts";

const NOW = new Date("2026-05-02T12:00:00Z");

function attempt(id: number, guid: string, minutesAgo: number): DeliveryAttempt {
  return { id, guid, at: new Date(NOW.getTime() - minutesAgo * 60_000), isTaken: false };
}
const taken = (id: number, guid: string, minutesAgo: number) => ({ ...attempt(id, guid, minutesAgo), isTaken: true });

const lost = (attempts: DeliveryAttempt[], known: string[] = []) =>
  findLost(attempts, { known, now: NOW }).due.map(({ id }) => id);

test("what failed and never came is asked for again, the oldest first", () => {
  const attempts = [taken(9, "d", 1), attempt(3, "c", 20), attempt(2, "b", 30), taken(1, "a", 40)];
  expect(lost(attempts)).toEqual([2, 3]);
});

test("what came at a later try, or is known otherwise, isn't asked for", () => {
  const attempts = [taken(9, "d", 1), taken(4, "b", 10), attempt(3, "c", 20), attempt(2, "b", 30)];
  expect(lost(attempts, ["c"])).toEqual([]);
});

test("the last try counts, with a pause after it, and what is refused again and again is left", () => {
  const door = taken(99, "d", 0);
  expect(lost([door, attempt(2, "b", 10), attempt(1, "b", 30)])).toEqual([2]);
  expect(lost([door, attempt(2, "b", 0.5), attempt(1, "b", 30)])).toEqual([]);
  expect(lost([door, ...Array.from({ length: 10 }, (_, index) => attempt(index, "b", 100 - index))])).toEqual([]);
});

test("while nothing reaches us one alone is asked for", () => {
  expect(lost([attempt(3, "c", 20), attempt(2, "b", 30), taken(1, "a", 40)])).toEqual([2]);
  expect(lost([])).toEqual([]);
});

test("the pause is short after the first try and grows, further while nothing reaches us", () => {
  const door = taken(99, "d", 0);
  const tries = (count: number, lastMinutesAgo: number) =>
    Array.from({ length: count }, (_, index) => attempt(index, "b", lastMinutesAgo + count - index - 1));
  expect(lost([door, ...tries(1, 0.3)])).toEqual([]);
  expect(lost([door, ...tries(1, 0.4)])).toEqual([0]);
  expect(lost([door, ...tries(9, 4)])).toEqual([8]);
  expect(lost(tries(9, 4))).toEqual([]);
  expect(lost(tries(9, 30))).toEqual([8]);
});

test("what waits for its pause is lost all the same", () => {
  const isAny = (attempts: DeliveryAttempt[], known: string[] = []) => findLost(attempts, { known, now: NOW }).isAny;
  expect(isAny([attempt(1, "b", 0)])).toBe(true);
  expect(isAny([attempt(1, "b", 0)], ["b"])).toBe(false);
  expect(isAny([taken(2, "b", 0), attempt(1, "b", 1)])).toBe(false);
});
