import type { AgentId } from "../../../agent/agent-id.ts";
import { beginFix, beginIssue, beginReview, unfinishedOf } from "../begin.ts";
import { accepted, type Decision, refused, type TaskVerb } from "../decision.ts";
import type { TriggerFacts } from "../facts.ts";
import type { HeardVerb } from "../heard.ts";

export interface GivenCommand {
  verb: HeardVerb;
  agent: AgentId | null;
  /** What its agent is told. */
  text: string;
}

type Meaning = (facts: TriggerFacts, given: GivenCommand) => Decision;

/** Those that begin, change or end work; the others are done by the task that is there. */
const MEANINGS: Readonly<Partial<Record<HeardVerb, Meaning>>> = {
  run,
  plan,
  review: (facts, { text, agent }) => beginReview(facts, text, agent),
  fix,
  stop: ({ task }) => {
    const unfinished = unfinishedOf(task);
    return unfinished === null ? refused("not_here") : accepted({ kind: "cancel", taskId: unfinished.id });
  },
  update: (facts, given) => (facts.task?.isItsPullRequest === true ? onTask(facts, given) : refused("not_here")),
};

/** Those that need no task. */
const OF_THE_THREAD: readonly HeardVerb[] = ["status", "quiet", "listen", "help"];

const FIX = "Look at the failed checks and the open comments of this pull request, and mend what they tell of.";

/** What a command means where it was given. */
export function interpretCommand(facts: TriggerFacts, given: GivenCommand): Decision {
  const meaning = MEANINGS[given.verb];
  if (meaning !== undefined) {
    return meaning(facts, given);
  }
  return facts.task !== null || OF_THE_THREAD.includes(given.verb) ? onTask(facts, given) : refused("not_here");
}

/** More for a task that goes on, or a new one. */
function run(facts: TriggerFacts, { agent, text }: GivenCommand): Decision {
  const { subject, task } = facts;
  const open = task?.isItsPullRequest === true ? task : unfinishedOf(task);
  if (open !== null) {
    return text.trim() === ""
      ? accepted({ kind: "join", taskId: open.id })
      : accepted({ kind: "message", taskId: open.id, text });
  }
  return subject?.kind === "issue"
    ? beginIssue({ agent, instruction: text, needsPlan: false })
    : beginFix(facts, text, agent);
}

function plan({ subject, task }: TriggerFacts, { agent, text }: GivenCommand): Decision {
  return subject?.kind === "issue" && unfinishedOf(task) === null
    ? beginIssue({ agent, instruction: text, needsPlan: true })
    : refused("not_here");
}

function fix(facts: TriggerFacts, { agent, text }: GivenCommand): Decision {
  const { task } = facts;
  return task?.isItsPullRequest === true
    ? accepted({ kind: "message", taskId: task.id, text: text.trim() === "" ? FIX : text })
    : beginFix(facts, text, agent);
}

function onTask({ task }: TriggerFacts, { verb, text }: GivenCommand): Decision {
  return accepted({ kind: "command", verb: verb as TaskVerb, taskId: task?.id ?? null, text });
}
