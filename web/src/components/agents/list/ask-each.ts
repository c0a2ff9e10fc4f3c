import type { ListedTask } from "@catalyst/api";
import type { Result } from "../../../actions/result.ts";

/** One after the other, as far as one is refused. */
export async function askEach(
  tasks: readonly ListedTask[],
  ask: (task: ListedTask) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  for (const task of tasks) {
    const result = await ask(task);
    if (!result.ok) {
      return result;
    }
  }
  return { ok: true, value: null };
}
