import type { Virtualizer } from "@tanstack/react-virtual";
import { act, type RefObject } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { useFollow } from "./use-follow.ts";

let page: DrawnPage;
let resize: () => void;
let pressKey: (event: Partial<KeyboardEvent>) => void;
let hear: () => void;
const scroller = { scrollTop: 0, scrollHeight: 1000, clientHeight: 400 };

beforeEach(async () => {
  page = await openPage();
  Object.assign(scroller, {
    scrollTop: 0,
    addEventListener: (_: string, onScroll: () => void) => {
      hear = onScroll;
    },
    removeEventListener: () => undefined,
  });
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(onResize: () => void) {
        resize = onResize;
      }
      observe() {}
      disconnect() {
        resize = () => undefined;
      }
    },
  );
  vi.stubGlobal("Element", class {});
  vi.stubGlobal("addEventListener", (_: string, listen: typeof pressKey) => {
    pressKey = listen;
  });
  vi.stubGlobal("removeEventListener", () => undefined);
});
afterEach(() => page.close());

function Log() {
  const rows = { getTotalSize: () => 1000 } as Virtualizer<HTMLDivElement, Element>;
  const ref = { current: scroller } as unknown as RefObject<HTMLDivElement>;
  return <p>{String(useFollow({ count: 9, scroller: ref, rows, isHeld: false }).isFollowing)}</p>;
}

test("a log that is followed stays at its end as it loses room, and one that somebody reads elsewhere where it is", async () => {
  await page.show(<Log />);
  expect(scroller.scrollTop).toBe(1000);
  scroller.scrollTop = 500;
  await act(async () => resize());
  expect(scroller.scrollTop).toBe(1000);
  await act(async () => hear());
  scroller.scrollTop = 100;
  await act(async () => hear());
  expect(page.body.textContent).toBe("false");
  await act(async () => resize());
  expect(scroller.scrollTop).toBe(100);
});

test("a key leads to the end also where the log is thought to be there", async () => {
  await page.show(<Log />);
  scroller.scrollTop = 500;
  await act(async () => pressKey({ key: "f", target: null }));
  expect(scroller.scrollTop).toBe(1000);
});
