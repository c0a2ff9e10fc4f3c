import type { Database } from "@catalyst/postgres";

/** What came of what happened, as a home has it. */
export interface ReadHome {
  /** What deliveries of an event came to, the oldest first; null: they wait. */
  decisions(event: string): Promise<(string | null)[]>;
  /** The task with that title, by the number that people type, and what became of it. */
  task(title: string): Promise<{ number: number; status: string; errorMessage: string | null; ending: unknown }>;
  /** How far the turns are of the task with that title, the oldest first. */
  turns(title: string): Promise<string[]>;
}

const DECISIONS = "select decision from github_deliveries where event = $1 order by number";
const TURNS =
  "select e.state from agent_executions e join agent_tasks t on t.id = e.task_id where t.title = $1 order by e.started_at";

const TASK = 'select number, status, error_message as "errorMessage", ending from agent_tasks where title = $1';

export function readHome({ pool }: Database): ReadHome {
  return {
    async decisions(event) {
      const { rows } = await pool.query<{ decision: string | null }>(DECISIONS, [event]);
      return rows.map(({ decision }) => decision);
    },
    async task(title) {
      const { rows } = await pool.query(TASK, [title]);
      return rows[0];
    },
    async turns(title) {
      const { rows } = await pool.query<{ state: string }>(TURNS, [title]);
      return rows.map(({ state }) => state);
    },
  };
}
