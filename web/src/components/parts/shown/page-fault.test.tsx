import type { AppRouterInstance } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Fault } from "../../../api/fault.ts";
import { type DrawnPage, openPage } from "../../../testing/open-page.ts";
import { PageFault } from "./page-fault.tsx";

const AWAY: Fault = { code: "unavailable", message: "The server doesn't answer.", way: null, requestId: null };
const REFUSED: Fault = { ...AWAY, code: "forbidden", message: "That is for owners." };
/** As long as nothing that failed is left alone. */
const LONG_MILLISECONDS = 10 * 60_000;

let page: DrawnPage;
let madeAgain: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  madeAgain = [];
  page = await openPage();
});
afterEach(async () => {
  await page.close();
  vi.useRealTimers();
});

const router = { refresh: () => void madeAgain.push("page") } as unknown as AppRouterInstance;

/** A page has one for each part that it couldn't be made with. */
const show = (...faults: Fault[]) =>
  page.show(
    <AppRouterContext value={router}>
      {faults.map((fault, part) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page's parts stay where they are
        <PageFault key={part} fault={fault} />
      ))}
    </AppRouterContext>,
  );
const shown = () => page.body.textContent;

test("what may be had a moment later has the page made again, and again for as long as it fails", async () => {
  await show(AWAY);
  expect(shown()).toContain("The server doesn't answer.");
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(madeAgain).toHaveLength(1);
  await show({ ...AWAY });
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(madeAgain).toHaveLength(2);
});

test("of several parts that failed one has the page made again", async () => {
  await show(AWAY, { ...AWAY }, REFUSED);
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(madeAgain).toHaveLength(1);
});

test("what was refused is told, and left alone", async () => {
  await show(REFUSED);
  expect(shown()).toContain("That is for owners.");
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(madeAgain).toEqual([]);
});

test("a page that was left isn't made again, nor what came in its place", async () => {
  await show(AWAY);
  await show();
  vi.advanceTimersByTime(LONG_MILLISECONDS);
  expect(madeAgain).toEqual([]);
});
