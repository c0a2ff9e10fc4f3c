import type { Locator } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { findBarriers } from "./find-barriers.ts";
import { type OpenedPage, type OpenedWeb, openWeb } from "./open-web.ts";
import { PAGES } from "./pages.ts";

const COMMIT = "echo done > done.txt && git add done.txt && git commit -qm 'Add done.txt'";
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** As a browser of 1280 by 800 shows pages at 200 %. */
const ZOOMED = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
/** From one touch to the next, as they say themselves: a browser takes the first tap after a faster finger for what stops its throw. */
const TOUCH_SECONDS = 0.1;
/** As much as a finger needs. */
const FINGER_PIXELS = 44;

let web: OpenedWeb;

beforeAll(async () => {
  web = await openWeb();
  const repository = await createGitRepository({ "a.txt": "one\n" });
  for (const args of [["--plan"], []]) {
    const script = `if [ -w . ]; then ${COMMIT}; else echo '# One step'; fi`;
    const ran = await web.home.run(["run", script, "--repo", repository.path, "--agent", "script", ...args]);
    expect(ran.exitCode, ran.stderr).toBe(0);
  }
});
afterAll(() => web?.close());

/** What is wider than the page that it is on: it would have to be moved sideways to be read. */
const FIND_OVERFLOW = `(() => {
  const isScrolled = ({ parentElement }) =>
    parentElement !== null && parentElement !== document.body &&
    (/auto|scroll|hidden|clip/.test(getComputedStyle(parentElement).overflowX) || isScrolled(parentElement));
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !isScrolled(element))
    .map((element) => element.outerHTML.slice(0, 120));
})()`;
const COUNT_MOVING = "document.getAnimations().filter(({ playState }) => playState === 'running').length";

const ALL = [...PAGES, "/agent-tasks/1?tab=plan", "/agent-tasks/2?tab=changes"];

async function open(page: OpenedPage["page"], path: string): Promise<void> {
  await page.goto(`${web.url}${path}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
}

test("on a phone no page has to be moved sideways, and nobody is kept out", async () => {
  const { page } = await web.signIn(PHONE);
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  for (const path of ALL) {
    await open(page, path);
    expect(await page.evaluate(FIND_OVERFLOW), path).toEqual([]);
    // The colours are the same as on a large screen, where both themes are looked at.
    expect(await findBarriers(page, ["light"]), path).toEqual([]);
  }
  await page.context().close();
});

test("at 200 % no page has to be moved sideways", async () => {
  const { page } = await web.signIn(ZOOMED);
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  for (const path of ALL) {
    await open(page, path);
    expect(await page.evaluate(FIND_OVERFLOW), path).toEqual([]);
  }
  await page.context().close();
});

async function boxOf(part: Locator): Promise<{ y: number; height: number }> {
  const box = await part.boundingBox();
  if (box === null) {
    throw new Error("It isn't shown.");
  }
  return box;
}

test("on a phone the places are at its foot, what decides is as large as a finger, and a plan is approved", async () => {
  const { page } = await web.signIn(PHONE);
  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: /^Needs you/ })
    .tap();
  await page.getByRole("link", { name: /A plan waits for approval/ }).tap();
  const bar = page.getByRole("region", { name: "Needs you" });
  await bar.getByRole("button", { name: "Approve" }).waitFor();
  for (const button of await bar.getByRole("button").filter({ visible: true }).all()) {
    const { height = 0 } = (await button.boundingBox()) ?? {};
    expect(height, (await button.textContent()) ?? undefined).toBeGreaterThanOrEqual(FINGER_PIXELS);
  }
  const [decided, places] = [await boxOf(bar), await boxOf(page.getByRole("navigation", { name: "Main" }))];
  expect(decided.y + decided.height, "nothing of it is below the places").toBeLessThanOrEqual(places.y);
  await bar.getByRole("button", { name: "Approve" }).tap();
  await page
    .locator("header")
    .getByText(/^Done\b/)
    .first()
    .waitFor();
  await page.context().close();
});

test("a finger that draws a row to the left archives its task, and one that draws it a little doesn't", async () => {
  const { page } = await web.signIn(PHONE);
  const row = page.getByRole("link", { name: /git add done/ }).last();
  const number = await row.getAttribute("data-task");
  const finger = await page.context().newCDPSession(page);
  const draw = async (pixels: number) => {
    const { x, y, width, height } = (await row.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    const at = (moved: number) => [{ x: x + width - 40 - moved, y: y + height / 2 }];
    const touch = async (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: ReturnType<typeof at>) => {
      timestamp += TOUCH_SECONDS;
      await finger.send("Input.dispatchTouchEvent", { type, touchPoints, timestamp });
    };
    let timestamp = Date.now() / 1000 - 6 * TOUCH_SECONDS;
    await touch("touchStart", at(0));
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await touch("touchMove", at(pixels * part));
    }
    await touch("touchEnd", []);
  };
  const told = page.getByRole("status").filter({ hasText: `#${number} archived` });
  await draw(60);
  await expect
    .poll(() => row.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).transform))
    .toBe("none");
  expect(await told.count()).toBe(0);
  // The list asks what became of a task before it leaves: until then its row is there.
  const held = Promise.withResolvers<void>();
  await page.route(/\/api\/v1\/tasks\/[^/]+$/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await draw(200);
  await told.waitFor();
  const undo = page.getByRole("button", { name: "Undo" });
  const before = await boxOf(undo);
  held.resolve();
  await page.locator(`a[data-task="${number}"]`).waitFor({ state: "detached" });
  expect(await boxOf(undo), "a finger on it hits nothing else").toEqual(before);
  await undo.tap();
  await page.locator(`a[data-task="${number}"]`).waitFor();
  await page.context().close();
});

test("whoever wants no motion gets none, also of what works", async () => {
  const { path } = await createGitRepository({ "a.txt": "one\n" });
  // Works until its home ends: named by it, and spelled so that no other command line holds it.
  const started = web.home.start(["run", `tail -f /dev/nul? ${web.home.path}`, "--repo", path, "--agent", "script"]);
  await started.shows("Starting Script.");
  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    const { page } = await web.signIn({ reducedMotion });
    await page.getByRole("img", { name: "Running" }).first().waitFor();
    const isMoving = async () => Number(await page.evaluate(COUNT_MOVING)) > 0;
    // What came before it was loaded may still be going.
    await expect.poll(isMoving, { message: reducedMotion }).toBe(reducedMotion === "no-preference");
    await page.context().close();
  }
});
