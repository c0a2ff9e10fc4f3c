import { expect, test } from "vitest";
import { drawnBy, isFar } from "./swipe.ts";

const FROM = { x: 300, y: 100 };

test("a row follows a finger to the left, not one that lies still, goes to the right or scrolls", () => {
  expect(drawnBy(FROM, { x: 200, y: 120 })).toBe(-100);
  expect(drawnBy(FROM, { x: 292, y: 100 })).toBe(0);
  expect(drawnBy(FROM, { x: 380, y: 100 })).toBe(0);
  expect(drawnBy(FROM, { x: 260, y: 20 })).toBe(0);
});

test("it is let go where it was drawn far", () => {
  expect(isFar(-95)).toBe(false);
  expect(isFar(-96)).toBe(true);
  expect(isFar(0)).toBe(false);
});
