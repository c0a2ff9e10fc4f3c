import { act, type DOMAttributes, type TouchEvent } from "react";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { useSwipe } from "./use-swipe.ts";

let page: DrawnPage;
let swiped: number;
let handlers: Pick<DOMAttributes<Element>, "onTouchStart" | "onTouchMove" | "onTouchEnd">;

beforeEach(async () => {
  page = await openPage();
  swiped = 0;
});
afterEach(() => page.close());

function Row() {
  const swipe = useSwipe(() => {
    swiped += 1;
  });
  handlers = swipe.handlers;
  return swipe.drawn;
}

const at = (clientX: number) => ({ touches: [{ clientX, clientY: 0 }] }) as unknown as TouchEvent<Element>;

test.each([
  [200, 1],
  [60, 0],
])("a row that a finger draws by %i pixels, faster than it is drawn, is let go %i times", async (pixels, times) => {
  await page.show(<Row />);
  // Until an act has ended nothing is drawn.
  await act(async () => {
    handlers.onTouchStart?.(at(300));
    handlers.onTouchMove?.(at(300 - pixels));
    handlers.onTouchEnd?.(at(300 - pixels));
  });
  expect(swiped).toBe(times);
  expect(page.body.textContent).toBe("0");
});
