import type { Database } from "@catalyst/postgres";

/** As many as are stored at once: a busy machine's database gives up on what takes long. */
const PIECE = 100_000;

/** Lines of an agent's as they would be stored: having an agent say them all takes minutes. */
export async function addEvents({ pool }: Pick<Database, "pool">, taskId: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += PIECE) {
    await pool.query(
      `insert into agent_events (execution_id, number, source, writer, source_number, at, body)
       select e.id, e.last_event_number + n, 'runner', 'bench', n, now(),
              jsonb_build_object('type', 'log', 'stream', 'stdout', 'text', 'line ' || n)
       from agent_executions e, generate_series($2::int + 1, $3::int) n where e.task_id = $1`,
      [taskId, done, Math.min(count, done + PIECE)],
    );
  }
  await pool.query("update agent_executions set last_event_number = last_event_number + $2 where task_id = $1", [
    taskId,
    count,
  ]);
  await pool.query("analyze agent_events");
}
