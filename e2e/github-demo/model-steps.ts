import type { ScriptedStep } from "@catalyst/agents/scripted-model";
import { ENVIRONMENT_PATHS } from "@catalyst/core";

const CHARGED = "  return subtotal - (subtotal * percent) / 100;";

/** What a person says of the pull request, at a line of it. */
export const REMARK = {
  path: "price.js",
  line: 3,
  body: "A discount of 120 percent would make us pay the customer. Take 100 at most.",
};

/** What the model makes the agent do about that; `comment` is the number under which GitHub has it. */
export function stepsFor(comment: number): ScriptedStep[] {
  const answers = { answers: [{ comment, done: true, text: "A discount is 100 percent at most." }] };
  return [
    {
      editFile: {
        path: REMARK.path,
        from: CHARGED,
        to: "  return subtotal - (subtotal * Math.min(percent, 100)) / 100;",
      },
    },
    { runCommand: "node --test" },
    { runCommand: 'git commit --quiet --all --message "Take 100 percent at most"' },
    { runCommand: `echo '${JSON.stringify(answers)}' > ${ENVIRONMENT_PATHS.answers}` },
    { say: "No discount takes more than the price, and the test passes." },
  ];
}
