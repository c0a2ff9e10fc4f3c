import { connectDatabase } from "@catalyst/postgres";
import type { OpenedPage, OpenedWeb } from "../../../e2e/web/open-web.ts";
import { type Figure, timeFigure } from "../figures/figure.ts";
import { addEvents } from "../parts/add-events.ts";
import { servePlainPage } from "./serve-plain-page.ts";
import { usedHeapMegabytes } from "./used-heap.ts";

type Page = OpenedPage["page"];

const EVENTS = 1_000_000;
const FRAMES = 300;
const PIXELS_A_FRAME = 120;
/** As many as are scrolled past. */
const PLAIN_LINES = 2000;
const GOALS = { openMilliseconds: 1000, frameMilliseconds: 1000 / 55, heapMegabytes: 100 };

/** A log of a million events: opened at its end, scrolled through, looked at in its middle. */
export async function measureLongLog(wish: { web: OpenedWeb; repository: string; rounds: number }): Promise<Figure[]> {
  const { web, repository, rounds } = wish;
  const done = await web.home.run(["run", "true", "--repo", repository, "--agent", "script", "--json"]);
  const { id, number } = JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}");
  const db = await connectDatabase({ home: web.home.path, databaseUrl: null });
  await addEvents(db, id, EVENTS).finally(() => db.close());
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const opened: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.goto(`${web.url}/agent-tasks`);
    opened.push(await open(page, `${web.url}/agent-tasks/${number}`));
  }
  const frames = await scroll(page);
  await jumpToMiddle(page);
  const plain = await scrollPlain(page);
  const heap = await usedHeapMegabytes(page);
  await page.context().close();
  const name = `a log of ${EVENTS.toLocaleString("en")} events`;
  const frame = meanOf(frames);
  const detail = `${describeFrames(frames)}; a plain page of ${PLAIN_LINES} lines: ${describeFrames(plain)}`;
  return [
    timeFigure(`${name}, until its last line is seen`, opened, GOALS.openMilliseconds),
    { what: `${name}, a frame while it is scrolled`, value: frame, unit: "ms", goal: GOALS.frameMilliseconds, detail },
    { what: `${name}, heap after that`, value: heap, unit: "MB", goal: GOALS.heapMegabytes, detail: "" },
  ];
}

async function open(page: Page, url: string): Promise<number> {
  const from = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.getByText(`line ${EVENTS}`, { exact: true }).waitFor();
  return performance.now() - from;
}

/** How long each frame took. */
function scroll(page: Page): Promise<number[]> {
  return page.evaluate<number[]>(`new Promise((resolve) => {
    const log = document.querySelector("[role=log]");
    const lengths = [];
    let last = performance.now();
    const step = (now) => {
      lengths.push(now - last);
      last = now;
      log.scrollTop -= ${PIXELS_A_FRAME};
      if (lengths.length < ${FRAMES}) {
        requestAnimationFrame(step);
      } else {
        resolve(lengths);
      }
    };
    requestAnimationFrame(step);
  })`);
}

const meanOf = (frames: readonly number[]) => frames.reduce((sum, length) => sum + length, 0) / frames.length;

function describeFrames(frames: readonly number[]): string {
  return `${(1000 / meanOf(frames)).toFixed(0)} frames a second, the longest ${Math.max(...frames).toFixed(0)} ms`;
}

/** What this machine draws of a page that has all its lines there and does nothing else. */
async function scrollPlain(page: Page): Promise<number[]> {
  const plain = await servePlainPage();
  const other = await page.context().newPage();
  try {
    await other.goto(`${plain.url}?lines=${PLAIN_LINES}`);
    return await scroll(other);
  } finally {
    await other.close();
    await plain.stop();
  }
}

async function jumpToMiddle(page: Page): Promise<void> {
  await page.getByRole("log").evaluate((log) => {
    log.scrollTop = log.scrollHeight / 2;
  });
  await page
    .getByText(/^line [456]\d{5}$/)
    .first()
    .waitFor();
}
