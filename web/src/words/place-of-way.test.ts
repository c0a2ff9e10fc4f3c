import { expect, test } from "vitest";
import { placeOfWay } from "./place-of-way.ts";

test("a way that leads to a project's settings has a link to that part of them", () => {
  const way = { kind: "enable_agent", agent: "script", enabled: [] };
  expect(placeOfWay(way, "acme/shop")).toEqual({
    href: "/projects/acme~shop/settings/agents#agents",
    words: "Agents that may be used of acme/shop",
  });
  expect(placeOfWay(way, null)).toBeNull();
  expect(placeOfWay({ kind: "wait" }, "acme/shop")).toBeNull();
});
