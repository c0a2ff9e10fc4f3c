import { type AgentExecution, branchOf, CatalystError, keptAtOf, publishKept, type TaskResult } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN } from "../open-stores.ts";
import { startTurn } from "./start-turn.ts";

export interface PublishOptions {
  run?: string;
  accept?: string;
  branch?: string;
  json?: boolean;
}

/** Publishes a result that waits: the picked one of a race, one that was held back, or one whose branch couldn't be made. */
export function publish(
  { reference, options }: { reference: string; options: PublishOptions },
  context: CliContext,
): Promise<void> {
  const branch = options.branch ?? null;
  const rules = (options.accept ?? "").split(",").flatMap((rule) => rule.trim() || []);
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: false,
      act: async ({ task, actor, stores, deps }) => {
        const executions = await stores.executions.listForTask(task.id);
        const kept = choose({ executions, run: options.run, number: task.number });
        const accepted = { rules, by: LOCAL_LOGIN };
        return publishKept({ task, actor, executionId: kept.id, result: kept.result, accepted, branch }, deps);
      },
    },
    context,
  );
}

type Kept = AgentExecution & { result: TaskResult };

function choose(of: { executions: AgentExecution[]; run: string | undefined; number: number }): Kept {
  const { executions, run, number } = of;
  const kept = executions.filter((one): one is Kept => keptAtOf(one.result) !== null && !isPassed(one, executions));
  const runs = kept.map((one) => executions.indexOf(one) + 1).join(", ");
  const chosen = run === undefined ? kept : kept.filter((one) => executions.indexOf(one) + 1 === Number(run));
  const [first] = chosen;
  if (first !== undefined && chosen.length === 1) {
    return first;
  }
  const next = kept.length === 0 ? "" : `. Then: catalyst tasks publish ${number} --run <number>`;
  throw new CatalystError(
    "invalid_input",
    `Publishing a result of task #${number} failed: ${describeProblem(run, runs)}. See them side by side: catalyst tasks show ${number}${next}`,
  );
}

/** What a later run went on from and published is no result to be picked. */
function isPassed({ id }: AgentExecution, executions: AgentExecution[]): boolean {
  const later = executions.filter(({ continuesId }) => continuesId === id);
  return later.some((one) => branchOf(one.result) !== null || isPassed(one, executions));
}

function describeProblem(run: string | undefined, runs: string): string {
  if (runs === "") {
    return "it keeps no result";
  }
  return run === undefined
    ? `it keeps several results, of the runs ${runs}`
    : `its run ${run} keeps no result; those that do: ${runs}`;
}
