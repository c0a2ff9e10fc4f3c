import { expect, it } from "vitest";
import { findSubject } from "./subject.ts";

it.each([
  ["https://github.com/acme/shop/issues/12", "issue", "acme/shop#12"],
  ["see https://ghe.example.com/acme/shop/pull/7/files please", "pull request", "acme/shop#7"],
])("%s is an address of a task", (text, kind, title) => {
  expect(findSubject(text)).toMatchObject({ kind, title });
});

it("keeps the address as it was given, without what stands around it", () => {
  expect(findSubject("a https://github.com/acme/shop/issues/12#issuecomment-1 b")?.url).toBe(
    "https://github.com/acme/shop/issues/12#issuecomment-1",
  );
});

it("the end of a sentence isn't the address's", () => {
  expect(findSubject("Mend [it](https://github.com/acme/shop/issues/12).")?.url).toBe(
    "https://github.com/acme/shop/issues/12",
  );
});

it.each([
  "Fix the test",
  "http://github.com/acme/shop/issues/12",
  "https://github.com/acme/shop/issues/new",
  "https://somebody@github.com/acme/shop/issues/12",
  "https://github.com/acme/issues/12",
])("%s is none", (text) => {
  expect(findSubject(text)).toBeNull();
});

it("an address of any length is let go at once", () => {
  expect(findSubject(`https://github.com/acme/shop/issues/1/${")".repeat(60_000)}x`)).toBeNull();
});
