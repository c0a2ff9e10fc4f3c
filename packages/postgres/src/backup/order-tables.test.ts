import { expect, test } from "vitest";
import { orderTables } from "./order-tables.ts";

const named = (...names: string[]) => names.map((name) => ({ name }));

test("each table comes after those that its rows refer to", () => {
  const references = [
    { from: "a", to: "c" },
    { from: "c", to: "b" },
    { from: "a", to: "elsewhere" },
  ];
  expect(orderTables(named("a", "b", "c", "d"), references).map(({ name }) => name)).toEqual(["b", "d", "c", "a"]);
});

test("tables that refer to each other in a circle are named", () => {
  const references = [
    { from: "a", to: "b" },
    { from: "b", to: "a" },
  ];
  expect(() => orderTables(named("a", "b"), references)).toThrow("a, b");
});
