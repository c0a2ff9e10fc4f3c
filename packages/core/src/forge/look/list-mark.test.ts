import { expect, test } from "vitest";
import { type Listed, type ListMark, takeNew } from "./list-mark.ts";

const item = (id: string, time: string): Listed => ({ id, at: new Date(`2026-05-02T${time}Z`) });
const ids = (items: readonly Listed[]) => items.map(({ id }) => id);

function read(items: readonly Listed[], mark: ListMark | null) {
  return takeNew(items, { mark, etag: '"1"' });
}

test("what is there at the first look is known, and what comes after it is new, in its order", () => {
  const first = read([item("2", "10:00:10"), item("1", "10:00:00")], null);
  expect(first.fresh).toEqual([]);
  const second = read([item("4", "10:00:30"), item("3", "10:00:20"), item("2", "10:00:10")], first.mark);
  expect(ids(second.fresh)).toEqual(["3", "4"]);
  expect(read([item("4", "10:00:30"), item("3", "10:00:20")], second.mark).fresh).toEqual([]);
});

test("in a list that was empty at the first look everything is new", () => {
  const { mark } = read([], null);
  expect(ids(read([item("1", "10:00:00")], mark).fresh)).toEqual(["1"]);
});

test("what a list shows late is new, and what happened long before isn't", () => {
  const { mark } = read([item("9", "10:05:00")], null);
  expect(ids(read([item("8", "10:04:00"), item("1", "09:00:00")], mark).fresh)).toEqual(["8"]);
});

test("a mark holds what happened of late alone, however long a list is", () => {
  const { mark } = read([item("1", "09:00:00"), item("2", "10:00:00"), item("3", "10:01:00")], null);
  expect(Object.keys(mark.seen).toSorted()).toEqual(["2", "3"]);
  const many = Array.from({ length: 5000 }, (_, index) => item(String(index), "10:01:00"));
  expect(Object.keys(read(many, mark).mark.seen)).toHaveLength(2000);
});
