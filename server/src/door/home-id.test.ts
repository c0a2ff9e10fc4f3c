import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { homeIdOf } from "./home-id.ts";

const owner = () => ({ kind: "machine_owner", userId: randomUUID() }) as const;

test("a home has one id, fit for a cookie's name, which no other home has", () => {
  const mine = owner();
  expect(homeIdOf(mine)).toBe(homeIdOf(mine));
  expect(homeIdOf(mine)).toMatch(/^[0-9a-f]{12}$/);
  expect(homeIdOf(mine)).not.toBe(homeIdOf(owner()));
});
