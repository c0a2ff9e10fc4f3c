import { approvePlan, CatalystError, rejectPlan } from "@catalyst/core";
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
      act: async ({ task, actor, prepare, deps }) => {
        const { editor } = await context.readConfig();
        const edit = (markdown: string) => editText(markdown, `plan-of-task-${task.number}.md`, editor);
        return approvePlan({ task, actor, edit: options.edit === true ? edit : null, prepare }, deps);
      },
    },
    context,
  );
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
      act: ({ task, actor, prepare, deps }) => rejectPlan({ task, actor, feedback, prepare }, deps),
    },
    context,
  );
}
