import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTarget } from "./parse-target.ts";

test("a plain path and its parameters are read", () => {
  const target = parseTarget("/llm/gemini/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse");
  expect(target.path).toBe("/llm/gemini/v1beta/models/gemini-2.5-pro:streamGenerateContent");
  expect([...target.query]).toEqual([["alt", "sse"]]);
});

test.each([
  "",
  "*",
  "llm",
  "//llm",
  "/llm//v1",
  "/llm/",
  "/llm/./v1",
  "/llm/../git",
  "/llm/..",
  "/llm/%2e%2e/git",
  "/llm/v1%2Fmessages",
  "/llm/v1%00",
  "/llm\\v1",
  "/llm/v1;a=b",
  "/llm/v1#a",
  "/llm/v1 x",
  "/llm/ｖ1",
  "http://169.254.169.254/latest",
  "http://gateway/llm/v1",
  "/llm?a=1?b=2",
  "/llm?a=1&a=2",
  `/${"a".repeat(5000)}`,
])("%s is refused", (raw) => {
  expect(() => parseTarget(raw)).toThrow(expect.objectContaining({ kind: "invalid_request" }));
});

test("whatever is accepted is spelled as a URL parser would spell it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."/.%2eE\\?:@;a~") }), (raw) => {
      let path: string;
      try {
        path = parseTarget(`/${raw}`).path;
      } catch {
        return;
      }
      expect(new URL(`http://gateway${path}`).pathname).toBe(path);
    }),
    { numRuns: 2000 },
  );
});
