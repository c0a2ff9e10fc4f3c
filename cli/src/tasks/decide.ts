import type { Task } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { editText } from "../edit-text.ts";
import { startTurn } from "./start-turn.ts";

export interface DecideOptions {
  json?: boolean;
  detach?: boolean;
}

/** Approves the plan of a task, edited first where the user asked for it, and shows the work. */
export function approve(
  { reference, options }: { reference: string; options: DecideOptions & { edit?: boolean } },
  context: CliContext,
): Promise<void> {
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: options.detach === true,
      act: async ({ task, params, keys }, client) => {
        const markdown = options.edit === true ? await editPlan(task, context) : null;
        return client.call("approvePlan", { params, body: { markdown, keys } });
      },
    },
    context,
  );
}

/** What the user makes of the plan that waits; null: none does. */
async function editPlan({ number, status, plan }: Task, { readConfig }: CliContext): Promise<string | null> {
  if (status !== "awaiting_approval" || plan === null || plan.approvedAt !== null) {
    return null;
  }
  return editText(plan.markdown, `plan-of-task-${number}.md`, (await readConfig()).editor);
}

/** Sends the agent back to its plan with feedback, and shows the new one. */
export function reject(
  { reference, options }: { reference: string; options: DecideOptions & { feedback?: string } },
  context: CliContext,
): Promise<void> {
  const { feedback } = options;
  if (feedback === undefined) {
    throw new CatalystError(
      "invalid_input",
      `Rejecting the plan failed: there is no feedback. Say what to change: catalyst tasks reject ${reference} --feedback "…", or end the task: catalyst tasks cancel ${reference}`,
    );
  }
  return startTurn(
    {
      reference,
      isJson: options.json === true,
      isDetached: options.detach === true,
      act: ({ params, keys }, client) => client.call("rejectPlan", { params, body: { feedback, keys } }),
    },
    context,
  );
}
