import type { CliContext } from "../cli-context.ts";
import { parseBudgetChange } from "../run/options/parse-budget.ts";
import { startTurn } from "./start-turn.ts";

/** The options of `tasks resume` as commander gives them. */
export interface ResumeOptions {
  budgetUsd?: string;
  budgetTokens?: string;
  json?: boolean;
  detach?: boolean;
}

/** Lets a task that paused for its budget go on, with a higher limit where one is given. */
export function resume(
  { reference, options }: { reference: string; options: ResumeOptions },
  context: CliContext,
): Promise<void> {
  const usd = parseBudgetChange(options.budgetUsd, "usd");
  const tokens = parseBudgetChange(options.budgetTokens, "tokens");
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: options.detach === true,
      act: ({ params, keys }, client) => client.call("resumeTask", { params, body: { usd, tokens, keys } }),
    },
    context,
  );
}
