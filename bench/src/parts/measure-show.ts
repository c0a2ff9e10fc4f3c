import { connectDatabase } from "@catalyst/postgres";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, timeFigure } from "../figures/figure.ts";
import { type Measure, measureInTurn } from "../figures/measure.ts";
import { makeRepository } from "../repository/make-repository.ts";
import { addEvents } from "./add-events.ts";

const EVENTS = 200_000;
const GOAL_MILLISECONDS = 400;

/** `catalyst tasks show` of a task whose agent said a lot; `up` runs. */
export async function measureShow(wish: { home: TestHome; folder: string; rounds: number }): Promise<Figure[]> {
  const { home, folder, rounds } = wish;
  const repository = await makeRepository(folder, { files: 5, commits: 0 });
  const done = await home.run(["run", "true", "--repo", repository, "--agent", "script", "--json"]);
  const { id, number } = JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}");
  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  await addEvents(db, id, EVENTS).finally(() => db.close());
  const show: Measure = async () => {
    const from = performance.now();
    const { exitCode, stderr } = await home.run(["tasks", "show", String(number)]);
    if (exitCode !== 0) {
      throw new Error(`catalyst tasks show ended with ${exitCode}: ${stderr}`);
    }
    return { whole: performance.now() - from };
  };
  const [times] = await measureInTurn([show], rounds);
  const what = `catalyst tasks show of ${EVENTS.toLocaleString("en")} events`;
  return [timeFigure(what, times?.whole ?? [], GOAL_MILLISECONDS)];
}
