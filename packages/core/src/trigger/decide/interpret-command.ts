import { actOf, type CommandAct } from "../command/commands.ts";
import type { Command } from "../command/read-command.ts";
import { readPaths } from "../command/read-paths.ts";
import { begin, beginFix, beginReview, tell, unfinishedOf } from "./begin.ts";
import { accepted, type Decision, refused, type ThreadAct } from "./decision.ts";
import type { TriggerFacts } from "./facts.ts";
import { placeOf } from "./place-of.ts";

type Meaning = (facts: TriggerFacts, command: Command) => Decision;

const FIX = "Look at the failed checks and the open comments of this pull request, and mend what they tell of.";

/** Those that begin, change or end work. The others are done with the task that is there, or are about the thread. */
const MEANINGS: Readonly<Partial<Record<CommandAct, Meaning>>> = {
  start_task: startTask,
  start_review: (facts, command) => beginReview(facts, { ...command, paths: readPaths(command.words) }),
  start_fix: (facts, command) => tellUnfinished(facts, command) ?? beginFix(facts, command),
  send_message: ({ task }, { instruction }) =>
    task === null ? refused("not_here") : tell(task.id, instruction.trim() === "" ? FIX : instruction),
  update_branch: ({ task }, { options }) =>
    task === null
      ? refused("not_here")
      : accepted({ kind: "message", taskId: task.id, text: "", update: { isRebase: options.rebase } }),
  cancel_task: ({ task }) => {
    const unfinished = unfinishedOf(task);
    return unfinished === null ? refused("not_here") : accepted({ kind: "cancel", taskId: unfinished.id });
  },
};

/** Those that need no task. */
const OF_THE_THREAD: readonly CommandAct[] = ["tell_status", "tell_commands", "leave_thread", "follow_thread"];

/** What a command means where it was given. */
export function interpretCommand(facts: TriggerFacts, command: Command): Decision {
  const { task } = facts;
  const act = actOf(command.verb, placeOf(facts));
  const meaning = act === null ? null : MEANINGS[act];
  if (act === null || (meaning === undefined && task === null && !OF_THE_THREAD.includes(act))) {
    return refused("not_here");
  }
  if (meaning != null) {
    return meaning(facts, command);
  }
  const { words, instruction: text, options } = command;
  return accepted({ kind: "thread", act: act as ThreadAct, taskId: task?.id ?? null, words, text, options });
}

/** More for a task that goes on, or a new one. One that makes a plan first isn't what goes on. */
function startTask(facts: TriggerFacts, command: Command): Decision {
  const isPlan = command.verb === "plan";
  if (isPlan && unfinishedOf(facts.task) !== null) {
    return refused("not_here");
  }
  const options = isPlan ? { ...command.options, plan: true } : command.options;
  return tellUnfinished(facts, command) ?? begin("issue", { ...command, options });
}

function tellUnfinished({ task }: TriggerFacts, { instruction }: Command): Decision | null {
  const unfinished = unfinishedOf(task);
  return unfinished === null ? null : tell(unfinished.id, instruction);
}
