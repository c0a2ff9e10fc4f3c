import { readFileSync } from "node:fs";
import { Way } from "@catalyst/core";
import { expect, test } from "vitest";
import { renderErrors, sayEveryWay } from "./render-errors.ts";
import { sampleValues } from "./sample-values.ts";

test("docs/errors.md is what every face says: npm run docs:errors writes it", () => {
  expect(readFileSync("docs/errors.md", "utf8")).toBe(renderErrors());
});

test("every way out says on every face what to do next", () => {
  const said = sayEveryWay();
  expect(new Set(said.map(({ way }) => way.kind)).size).toBe(Way.options.length);
  const silent = said.flatMap(({ way, ...faces }) =>
    Object.entries(faces).flatMap(([face, words]) =>
      words === null || words.trim() === "" ? [`${face}: ${way.kind}`] : [],
    ),
  );
  expect(silent).toEqual([]);
});

test("nothing shows that is no word: a value that isn't there, or a name of ours", () => {
  const wrong = sayEveryWay().flatMap(({ way, ...faces }) =>
    Object.values(faces)
      .filter((words) => /undefined|null|NaN|\[object|[a-z]_[a-z]/.test(withoutTools(words ?? "")))
      .map((words) => `${way.kind}: ${words}`),
  );
  expect(wrong).toEqual([]);
});

/** A model is told the names of tools and of their fields. */
function withoutTools(words: string): string {
  return words.replaceAll(/\b(?:[a-z]+_)+[a-z]+\b(?= (?:with|takes|and|or|of)|[,.;:]| for|$)/g, "");
}

test("of a way each word, and each part that may be absent, is a sample", () => {
  const option = Way.options.find(({ shape }) => shape.kind.value === "raise_limit");
  const kind = "raise_limit";
  expect(option === undefined ? [] : sampleValues(option)).toEqual([
    { kind, limit: "time", next: undefined },
    { kind, limit: "memory", next: undefined },
    { kind, limit: "disk", next: undefined },
    { kind, limit: "time", next: { kind: "retry_task", task: 7 } },
  ]);
});
