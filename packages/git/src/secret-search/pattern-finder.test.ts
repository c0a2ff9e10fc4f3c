import fc from "fast-check";
import { expect, test } from "vitest";
import { createPatternFinder } from "./pattern-finder.ts";

const bytes = (max: number, min = 0) =>
  fc.uint8Array({ minLength: min, maxLength: max, max: 3 }).map((array) => Buffer.from(array));

test("a pattern is found wherever the stream is cut, and nothing else is", () => {
  fc.assert(
    fc.property(
      fc.array(bytes(8, 4), { minLength: 1, maxLength: 4 }),
      fc.array(bytes(12), { maxLength: 8 }),
      (patterns, pieces) => {
        const finder = createPatternFinder(patterns);
        const found = pieces.map((piece) => finder.finds(piece)).includes(true);
        const whole = Buffer.concat(pieces);
        expect(found).toBe(patterns.some((pattern) => whole.includes(pattern)));
      },
    ),
  );
});

test("another stream begins anew", () => {
  const finder = createPatternFinder([Buffer.from("secret")]);
  expect(finder.finds(Buffer.from("sec"))).toBe(false);
  finder.restart();
  expect(finder.finds(Buffer.from("ret"))).toBe(false);
});

test("thousands of patterns cost no more than a few", () => {
  const patterns = Array.from({ length: 5000 }, (_, index) => Buffer.from(`sk-${index}-${"x".repeat(20)}`));
  const before = process.threadCpuUsage();
  expect(createPatternFinder(patterns).finds(Buffer.alloc(16 * 1024 * 1024, "sk-a "))).toBe(false);
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(5000);
});
