import { expect, test } from "vitest";
import { cleanDisplayName } from "./display-name.ts";
import { Slug } from "./slug.ts";

test.each([
  ["  Shop \t team  ", "Shop team"],
  ["Cafe\u0301", "Café"],
  ["東京チーム", "東京チーム"],
  ["a\u00a0b", "a b"],
])("the name %j is stored as %j", (text, name) => {
  expect(cleanDisplayName(text, "Making a team")).toBe(name);
});

test.each([
  ["", "empty"],
  [" \u2003 ", "empty"],
  ["a".repeat(101), "more than 100"],
  ["evil\u202egnp.exe", "can't be seen"],
  ["ad\u200bmin", "can't be seen"],
  ["a\u0000b", "can't be seen"],
  ["line\u2028break", "can't be seen"],
  ["\ud800", "can't be seen"],
  [`z${"\u0300".repeat(30)}`, "can't be seen"],
  ["\u3164", "can't be seen"],
])("the name %j is refused: %s", (text, problem) => {
  expect(() => cleanDisplayName(text, "Making a team")).toThrow(problem);
});

test.each(["shop", "a", "shop-2", "0", "a".repeat(40)])("%s is a slug", (slug) => {
  expect(Slug.safeParse(slug).success).toBe(true);
});

test.each(["", "Shop", "shop_2", "-shop", "shop-", "a--b", "sho\u0440", "a/b", "a b", "..", "a".repeat(41), "shop\n"])(
  "%j is no slug",
  (slug) => {
    expect(Slug.safeParse(slug).success).toBe(false);
  },
);
