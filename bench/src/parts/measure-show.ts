import { connectDatabase } from "@catalyst/postgres";
import type { TestHome } from "../../../e2e/start-catalyst.ts";
import { type Figure, timeFigure } from "../figures/figure.ts";
import { type Measure, measureInTurn } from "../figures/measure.ts";
import { makeRepository } from "../repository/make-repository.ts";

const EVENTS = 200_000;
const GOAL_MILLISECONDS = 400;

/** `catalyst tasks show` of a task whose agent said a lot; `up` runs. */
export async function measureShow(wish: { home: TestHome; folder: string; rounds: number }): Promise<Figure[]> {
  const { home, folder, rounds } = wish;
  const repository = await makeRepository(folder, { files: 5, commits: 0 });
  const done = await home.run(["run", "true", "--repo", repository, "--agent", "script", "--json"]);
  const { id, number } = JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "{}");
  await addEvents(home.path, id);
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

/** Lines of an agent's as they would be stored: having an agent say them all takes minutes. */
async function addEvents(home: string, taskId: string): Promise<void> {
  const db = await connectDatabase({ home, databaseUrl: null });
  try {
    await db.pool.query(
      `insert into agent_events (execution_id, number, source, writer, source_number, at, body)
       select e.id, e.last_event_number + n, 'runner', 'bench', n, now(),
              jsonb_build_object('type', 'log', 'stream', 'stdout', 'text', 'line ' || n)
       from agent_executions e, generate_series(1, $2) n where e.task_id = $1`,
      [taskId, EVENTS],
    );
    await db.pool.query("update agent_executions set last_event_number = last_event_number + $2 where task_id = $1", [
      taskId,
      EVENTS,
    ]);
    await db.pool.query("analyze agent_events");
  } finally {
    await db.close();
  }
}
