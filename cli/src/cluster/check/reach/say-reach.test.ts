import { expect, test } from "vitest";
import { sayReach } from "./say-reach.ts";

const told = (value: object) => JSON.stringify(value);
const place = { what: "anthropic", host: "api.anthropic.com" };

test("what is reached is told with who reaches it", () => {
  expect(sayReach("gateway", told({ database: null, places: [{ ...place, status: 404 }] }))).toEqual([
    { name: "PostgreSQL", state: "ok", detail: "the gateway reaches it", remedy: null },
    { name: "reach", state: "ok", detail: expect.stringContaining("anthropic at api.anthropic.com"), remedy: null },
  ]);
});

test.each([
  ["name", /can't be looked up/, /name servers/],
  ["connection", /nothing answers/, /network policies/],
  ["certificate", /isn't trusted/, /gateway\.egress\.authorities/],
  ["forbidden", /private network/, /gateway\.egress\.extra/],
])("where %s is in the way, that is said, and what mends it", (problem, words, remedy) => {
  const [, finding] = sayReach("worker", told({ database: null, places: [{ ...place, problem, detail: "E" }] }));
  expect(finding).toMatchObject({ state: "failed", detail: expect.stringMatching(words) });
  expect(finding?.remedy).toMatch(remedy);
});

test("a database that isn't reached is told in its own words, cleaned", () => {
  const [finding] = sayReach("gateway", told({ database: "Connecting to x failed: \u001b[31mno route", places: [] }));
  expect(finding).toMatchObject({ state: "failed", remedy: expect.stringContaining("database.existingSecret") });
  expect(finding?.detail).not.toContain("\u001b");
});

test("words that are none of ours are shown as what they are", () => {
  expect(sayReach("gateway", "Killed")).toMatchObject([
    { state: "limited", detail: expect.stringContaining("Killed") },
  ]);
});
