import fc from "fast-check";
import { expect, test } from "vitest";
import { createJsonScale, type JsonBounds } from "./weigh-json.ts";

const encoder = new TextEncoder();

/** What a parser makes of a value: names, and values behind another one or within an array or object. */
function measure(value: unknown): JsonBounds {
  if (typeof value !== "object" || value === null) {
    return { depth: 0, parts: 0 };
  }
  const children = Array.isArray(value) ? value : Object.values(value);
  const inner = children.map(measure);
  const own = 1 + Math.max(0, children.length - 1) + (Array.isArray(value) ? 0 : children.length);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    parts: own + inner.reduce((sum, { parts }) => sum + parts, 0),
  };
}

function isTooMuch(text: string, bounds: JsonBounds, cuts: readonly number[] = []): boolean {
  const bytes = encoder.encode(text);
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const scale = createJsonScale(bounds);
  try {
    places.reduce((from, to) => {
      scale.push(bytes.subarray(from, to));
      return to;
    }, 0);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ kind: "too_large" });
    return true;
  }
}

test("whatever a parser would make of a text is counted, wherever its bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 8 }),
      fc.array(fc.nat(), { maxLength: 10 }),
      fc.boolean(),
      (value, cuts, isWide) => {
        const text = JSON.stringify(value, null, isWide ? 1 : 0);
        const { depth, parts } = measure(value);
        expect(isTooMuch(text, { depth, parts }, cuts)).toBe(false);
        expect(depth === 0 || isTooMuch(text, { depth: depth - 1, parts }, cuts)).toBe(true);
        expect(parts === 0 || isTooMuch(text, { depth, parts: parts - 1 }, cuts)).toBe(true);
      },
    ),
  );
});

test("brackets, commas and quotes within texts count for nothing", () => {
  const text = JSON.stringify(['[[[{,:"\\', '\\"]', "\\"]);
  expect(isTooMuch(text, { depth: 1, parts: 3 })).toBe(false);
});

test("it stops at the bound and looks at no byte beyond it", () => {
  let seen = 0;
  const bytes = new Proxy(encoder.encode("[".repeat(1_000_000)), {
    get(target, name) {
      seen += 1;
      return Reflect.get(target, name);
    },
  });
  expect(() => createJsonScale({ depth: 128, parts: 1000 }).push(bytes)).toThrow("nested deeper than 128 levels");
  expect(seen).toBeLessThan(1000);
});
