import { setTimeout as wait } from "node:timers/promises";
import { connectDatabase, postgresEventStore } from "@catalyst/postgres";
import type { OpenedPage, OpenedWeb } from "../../../e2e/web/open-web.ts";
import { describeDelays, shareOf } from "../figures/delays.ts";
import type { Figure } from "../figures/figure.ts";
import { writeLines } from "../serving/write-lines.ts";
import { servePlainPage } from "./serve-plain-page.ts";
import { usedHeapMegabytes } from "./used-heap.ts";

type Page = OpenedPage["page"];

const RATE = 100;
const SECONDS = 10;
/** As many as a busy task says in an hour, at 10 a second. */
const HOUR = { perSecond: 1000, seconds: 36 };
const GOAL_MILLISECONDS = 100;
const GOAL_HEAP = 100;
/** What is on its way is there after it. */
const SETTLE_MILLISECONDS = 2000;

/** From a line's being stored to its being drawn, while an agent says a lot; beside a page that does nothing else. */
export async function measureLiveLines({ web, repository }: { web: OpenedWeb; repository: string }): Promise<Figure[]> {
  // Works until its home ends.
  const started = web.home.start(["run", "tail -f /dev/null", "--repo", repository, "--agent", "script"]);
  await started.shows("Starting Script.");
  const db = await connectDatabase({ home: web.home.path, databaseUrl: null });
  const plain = await servePlainPage();
  try {
    const { rows } = await db.pool.query(
      "select e.id, t.number from agent_executions e join agent_tasks t on t.id = e.task_id where e.ended_at is null",
    );
    const { page } = await web.signIn();
    await page.goto(`${web.url}/agent-tasks/${rows[0].number}`);
    await page.getByText("Starting Script.").waitFor();
    await page.evaluate(WATCH_LINES);
    const lines = { executionId: rows[0].id, writer: "bench lines", perSecond: RATE, seconds: SECONDS };
    await writeLines(lines, postgresEventStore(db));
    const delays = await readDelays(page);
    await writeLines({ ...lines, writer: "bench hour", ...HOUR }, postgresEventStore(db));
    await wait(SETTLE_MILLISECONDS);
    const heap = await usedHeapMegabytes(page);
    const baseline = await readPlain(page, plain.url);
    const name = `a line to the screen, ${RATE} lines/s`;
    const detail = `${describeDelays(delays)}; a plain page: ${describeDelays(baseline)}`;
    return [
      { what: `${name}, p50`, value: shareOf(delays, 0.5), unit: "ms", goal: null, detail },
      { what: `${name}, p99`, value: shareOf(delays, 0.99), unit: "ms", goal: GOAL_MILLISECONDS, detail },
      { what: `${name}, not drawn`, value: RATE * SECONDS - delays.length, unit: "lines", goal: null, detail: "" },
      {
        what: "heap after an hour's lines of a busy task",
        value: heap,
        unit: "MB",
        goal: GOAL_HEAP,
        detail: "36,000 of them",
      },
    ];
  } finally {
    await plain.stop();
    await db.close();
  }
}

async function readPlain(page: Page, url: string): Promise<number[]> {
  await page.goto(`${url}?rate=${RATE}`);
  await page.evaluate(WATCH_LINES);
  await wait(SECONDS * 1000);
  return readDelays(page);
}

/** Notes at each frame how old the lines are that it shows for the first time. */
const WATCH_LINES = `(() => {
  window.delays = [];
  const from = Date.now();
  new MutationObserver((records) => {
    const texts = records.flatMap(({ addedNodes }) => [...addedNodes].flatMap((node) => node.textContent.match(/t\\d{13}/g) ?? []));
    requestAnimationFrame(() => {
      for (const writtenAt of texts.map((text) => Number(text.slice(1))).filter((at) => at >= from)) {
        window.delays.push(Date.now() - writtenAt);
      }
    });
  }).observe(document.body, { childList: true, subtree: true });
})()`;

async function readDelays(page: Page): Promise<number[]> {
  await wait(SETTLE_MILLISECONDS);
  return page.evaluate<number[]>("window.delays");
}
