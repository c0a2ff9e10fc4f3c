import { expect, test } from "vitest";
import { commandOf, FIRST, requestOf } from "./key-wish.ts";

const NOW = new Date("2026-03-01T12:00:00.000Z");

test("a key ends by itself and counts wherever its person may, unless they say otherwise", () => {
  expect(requestOf({ ...FIRST, name: " CI " }, NOW)).toEqual({
    name: "CI",
    role: "member",
    scopes: ["tasks:read"],
    team: null,
    project: null,
    expiresAt: "2026-05-30T12:00:00.000Z",
  });
  expect(commandOf({ ...FIRST, name: " CI " })).toBe("catalyst keys create CI --scopes tasks:read --days 90");
});

test("a key of one project, until it is deleted", () => {
  const wish = { ...FIRST, name: "the reports", role: "viewer" as const, place: "project:shop/web", days: "" };
  expect(requestOf(wish, NOW)).toMatchObject({ role: "viewer", team: null, project: "shop/web", expiresAt: null });
  expect(commandOf(wish)).toBe(
    "catalyst keys create 'the reports' --scopes tasks:read --role viewer --project shop/web",
  );
});

test("a key of one team", () => {
  const wish = { ...FIRST, name: "CI", place: "team:shop" };
  expect(requestOf(wish, NOW)).toMatchObject({ team: "shop", project: null });
});
