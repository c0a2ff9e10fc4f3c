import { beforeEach, expect, test } from "vitest";
import { type Remembered, rememberPlaces } from "./remember-places.ts";

let time: number;
let looks: number;
let places: Remembered<number>;

beforeEach(() => {
  [time, looks] = [0, 0];
  places = rememberPlaces({ now: () => time });
});

const look = async () => {
  looks += 1;
  return looks;
};
const find = (isAnew = false) => places.find("shop", look, isAnew);

test("a place is looked for once, until it is old, somebody says so, or something changed", async () => {
  expect([await find(), await find()]).toEqual([1, 1]);
  time = 11 * 60_000;
  expect(await find()).toBe(2);
  expect(await find(true)).toBe(3);
  places.forgetAll();
  expect(await find()).toBe(4);
});

test("what isn't there isn't kept, and neither is what was asked for before a change", async () => {
  expect(await places.find("shop", async () => null, false)).toBeNull();
  expect(await find()).toBe(1);
  const asking = places.find(
    "web",
    async () => {
      places.forgetAll();
      return 7;
    },
    false,
  );
  expect(await asking).toBe(7);
  expect(await places.find("web", look, false)).toBe(2);
});
