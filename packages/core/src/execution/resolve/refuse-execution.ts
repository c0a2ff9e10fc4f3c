import type { CatalystError } from "../../catalyst-error.ts";
import { endOfError } from "../end/end-of-error.ts";
import type { Advance, AnyStep } from "../step.ts";

/**
 * Ends an execution for which nothing was done. A task that it was to take further is what it was before; what a person told
 * it is kept.
 */
export async function refuseExecution(step: AnyStep, { code, message, way }: CatalystError): Promise<Advance> {
  const { lease, execution, task, deps } = step;
  const isKept = execution.before !== null && (await deps.messages.listUndelivered(task.id)).length > 0;
  const words = isKept ? `${message} Your message is kept and goes with the task's next turn.` : message;
  await deps.executions.end(
    lease,
    {
      state: "refused",
      ...endOfError({ code, message: words, way }, task, null),
      result: null,
      refusal: { code, message: words, way },
    },
    {},
  );
  return { kind: "done" };
}
