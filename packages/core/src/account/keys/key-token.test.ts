import { expect, test } from "vitest";
import { hashKeyToken, isKeyToken, makeKeyToken, prefixOfToken } from "./key-token.ts";

test("keys have one form, are never the same, and are known again by it", () => {
  const keys = Array.from({ length: 500 }, makeKeyToken);
  for (const key of keys) {
    expect(key).toMatch(/^cat_[0-9A-Za-z]{49}$/);
    expect(isKeyToken(key)).toBe(true);
  }
  expect(new Set(keys.map((key) => hashKeyToken(key).toString("hex"))).size).toBe(keys.length);
});

test("a key with one character changed, left out or added is none", () => {
  const key = makeKeyToken();
  for (let at = 4; at < key.length; at += 1) {
    const other = key[at] === "x" ? "y" : "x";
    expect(isKeyToken(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    expect(isKeyToken(key.slice(0, at) + key.slice(at + 1))).toBe(false);
  }
  for (const text of [`${key}x`, `${key}\n`, ` ${key}`, key.replace("cat_", "dog_"), "", "cat_"]) {
    expect(isKeyToken(text)).toBe(false);
  }
});

test("what is shown of a key is far from enough to guess it", () => {
  const key = makeKeyToken();
  expect(key.startsWith(prefixOfToken(key))).toBe(true);
  expect(prefixOfToken(key)).toHaveLength(10);
});
