import { expect, test } from "vitest";
import { cleanText } from "./clean-text.ts";

test("every string in a value loses what PostgreSQL can't hold, everything else stays", () => {
  const at = new Date();
  const value = { text: "a\u0000b", list: ["\ud800", { deep: "\u0000" }], at, none: null, absent: undefined, count: 3 };
  const expected = {
    text: "a\ufffdb",
    list: ["\ufffd", { deep: "\ufffd" }],
    at,
    none: null,
    absent: undefined,
    count: 3,
  };
  expect(cleanText(value)).toEqual(expected);
});

test("whole characters outside the basic plane stay", () => {
  expect(cleanText("😀 ü")).toBe("😀 ü");
});
