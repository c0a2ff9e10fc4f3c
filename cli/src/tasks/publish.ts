import { type AgentExecution, CatalystError, publishKept } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { startTurn } from "./start-turn.ts";

export interface PublishOptions {
  run?: string;
  json?: boolean;
}

/** Publishes a result that waits: the picked one of a race, or one that its verification held back. */
export function publish(
  { reference, options }: { reference: string; options: PublishOptions },
  context: CliContext,
): Promise<void> {
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: false,
      act: async ({ task, stores, deps }) => {
        const executions = await stores.executions.listForTask(task.id);
        const { id } = choose({ executions, run: options.run, number: task.number });
        return publishKept({ task, executionId: id }, deps);
      },
    },
    context,
  );
}

function choose(of: { executions: AgentExecution[]; run: string | undefined; number: number }): AgentExecution {
  const { executions, run, number } = of;
  const kept = executions.filter(({ result }) => result?.headCommit != null && result.keptAt !== null);
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

function describeProblem(run: string | undefined, runs: string): string {
  if (runs === "") {
    return "it keeps no result";
  }
  return run === undefined
    ? `it keeps several results, of the runs ${runs}`
    : `its run ${run} keeps no result; those that do: ${runs}`;
}
