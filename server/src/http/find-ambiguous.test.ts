import fc from "fast-check";
import { expect, test } from "vitest";
import { findAmbiguous } from "./find-ambiguous.ts";

test.each([
  '{"a": 1, "a": 2}',
  '{"a": 1, "\\u0061": 2}',
  '[{"b": [], "c": {"a": 1, "b": {}, "a": [1]}}]',
  '{"": 1, "": 2}',
  '{"a\\"": 1, "b": "x", "a\\"": 2}',
])("a name that stands twice is found: %s", (json) => {
  expect(findAmbiguous(json)).toContain("twice");
});

test.each([
  '{"a": {"a": {"a": 1}}, "b": "a", "c": ["a", "a", {"a": 1}, {"a": 1}]}',
  '["a", "a"]',
  '{"a": "\\"a\\": 1, \\"a\\"", "b": "{[", "c": "\\\\"}',
  '"a"',
  "1",
])("the same name in other places is none: %s", (json) => {
  expect(findAmbiguous(json)).toBeNull();
});

test("what is nested deep is told before it is read to its end", () => {
  expect(findAmbiguous("[".repeat(65))).toContain("deep");
  expect(findAmbiguous('{"a":'.repeat(65))).toContain("deep");
  expect(findAmbiguous(`${"[".repeat(64)}${"]".repeat(64)}`)).toBeNull();
});

test("nothing that was written from values is ambiguous", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(findAmbiguous(JSON.stringify(value))).toBeNull();
    }),
  );
}, 60_000);
