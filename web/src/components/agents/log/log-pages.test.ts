import type { Event } from "@catalyst/api";
import { expect, test } from "vitest";
import { LogPages, PAGE_EVENTS } from "./log-pages.ts";

const event = (number: number) => ({ number }) as Event;
const page = async (after: number) => Array.from({ length: PAGE_EVENTS }, (_, index) => event(after + index + 1));
const MANY = 100_000;

test("of a log that is followed for long the part is here that is near to where somebody looks", () => {
  const pages = new LogPages([event(1)], page);
  for (let number = 2; number <= MANY; number += 1) {
    pages.add([event(number)]);
    pages.at(number);
  }
  expect(pages.last).toBe(MANY);
  expect(pages.at(MANY)).toEqual(event(MANY));
  expect(pages.size).toBeLessThanOrEqual(21 * PAGE_EVENTS);
});

test("whoever looks at its beginning keeps that, whatever comes at its end", async () => {
  const pages = new LogPages([event(1)], page);
  await pages.load(10);
  expect(pages.at(10)).toEqual(event(10));
  for (let number = PAGE_EVENTS + 1; number <= MANY; number += 1) {
    pages.add([event(number)]);
  }
  expect(pages.at(10)).toEqual(event(10));
  expect(pages.size).toBeLessThanOrEqual(21 * PAGE_EVENTS);
});

test("what isn't here is asked for, a page once at a time", async () => {
  const asked: number[] = [];
  const pages = new LogPages([event(MANY)], async (after) => {
    asked.push(after);
    return page(after);
  });
  expect(pages.at(1200)).toBeUndefined();
  await Promise.all([pages.load(1200), pages.load(1300)]);
  expect(asked).toEqual([1000]);
  expect(pages.at(1200)).toEqual(event(1200));
});

test("what isn't there, as of a log that was cleared, is asked for once", async () => {
  let asked = 0;
  const pages = new LogPages([event(MANY)], async () => {
    asked += 1;
    return [event(1003)];
  });
  await pages.load(1200);
  expect(pages.load(1201)).toBeNull();
  expect(pages.load(1200)).toBeNull();
  expect(pages.at(1003)).toEqual(event(1003));
  expect(asked).toBe(1);
});

test("what nobody answered is asked for again", async () => {
  const pages = new LogPages([event(MANY)], () => Promise.reject(new Error("away")));
  await expect(pages.load(1200)).rejects.toThrow("away");
  await expect(pages.load(1200)).rejects.toThrow("away");
});
