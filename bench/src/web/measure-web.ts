import { type OpenedPage, type OpenedWeb, openWeb } from "../../../e2e/web/open-web.ts";
import { PAGES } from "../../../e2e/web/pages.ts";
import { weighScripts } from "../../../e2e/web/weigh-scripts.ts";
import { type Figure, ratioFigure, timeFigure } from "../figures/figure.ts";
import { makeRepository } from "../repository/make-repository.ts";
import { measureLiveLines } from "./measure-live-lines.ts";
import { measureLongLog } from "./measure-long-log.ts";
import { servePlainPage } from "./serve-plain-page.ts";

type Page = OpenedPage["page"];

const GOALS = { listKilobytes: 200 };
const KILOBYTE = 1000;

/** The web app in a browser, beside a page of text that does nothing else. */
export async function measureWeb({ folder, rounds }: { folder: string; rounds: number }): Promise<Figure[]> {
  const web = await openWeb();
  try {
    const repository = await makeRepository(folder, { files: 5, commits: 0 });
    const done = await web.home.run(["run", "true", "--repo", repository, "--agent", "script"]);
    if (done.exitCode !== 0) {
      throw new Error(`catalyst run ended with ${done.exitCode}: ${done.stderr}`);
    }
    return [
      ...(await measureWeights(web)),
      ...(await measurePaints(web, rounds)),
      ...(await measureLongLog({ web, repository, rounds })),
      ...(await measureLiveLines({ web, repository })),
    ];
  } finally {
    await web.close();
  }
}

/** What of the app a browser loads that has nothing of it yet. */
async function measureWeights(web: OpenedWeb): Promise<Figure[]> {
  const figures: Figure[] = [];
  // One for all: whoever signs in again and again is told to wait.
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  for (const path of PAGES) {
    const value = (await weighScripts(page, `${web.url}${path}`)) / KILOBYTE;
    const goal = path === "/agent-tasks" ? GOALS.listKilobytes : null;
    figures.push({ what: `scripts of ${path}, gzip`, value, unit: "kB", goal, detail: "" });
  }
  await page.context().close();
  return figures;
}

/** Until the largest of what is seen at first is there. */
async function measurePaints(web: OpenedWeb, rounds: number): Promise<Figure[]> {
  const { page } = await web.signIn();
  await page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const plain = await servePlainPage();
  try {
    const figures: Figure[] = [];
    for (const path of ["/agent-tasks", "/agent-tasks/1"]) {
      const times: number[] = [];
      const baseline: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        times.push(await largestPaint(page, `${web.url}${path}`));
        baseline.push(await largestPaint(page, plain.url));
      }
      figures.push(timeFigure(`largest paint of ${path}`, times, null));
      const compared = { what: `largest paint of ${path}, against a plain page`, times, goal: null };
      figures.push(ratioFigure({ ...compared, baseline: { name: "a plain page", times: baseline } }));
    }
    return figures;
  } finally {
    await page.context().close();
    await plain.stop();
  }
}

const LARGEST_PAINT = `new Promise((resolve) =>
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: "largest-contentful-paint",
    buffered: true,
  }))`;

async function largestPaint(page: Page, url: string): Promise<number> {
  await page.goto(url);
  return page.evaluate<number>(LARGEST_PAINT);
}
