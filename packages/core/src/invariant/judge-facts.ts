import { isFinal, isSettled } from "../task/task-state.ts";
import type { ExecutionFacts, LeftFacts, Numbered, OverdueFacts, TaskFacts } from "./facts.ts";

/** What always holds, whatever is killed and whenever. */
export const INVARIANTS = {
  task_goes_on: "A task has ended, waits for a person, or somebody works on it.",
  changes_in_a_row: "What happened to a task is numbered from 1 without gaps.",
  events_in_a_row: "What an execution did is numbered from 1 without gaps.",
  grants_end: "No token of an execution that has ended opens anything.",
  spending_told: "What a transcript tells of requests to models is in the budgets.",
  keys_go: "A key that came along with a task goes when it ends.",
  outbox_sent: "What is to be done outside is done, or somebody is at it.",
  deliveries_decided: "What a forge told is decided, or somebody is at it.",
  nothing_left: "An execution that has ended leaves nothing on the machine.",
} as const;

export type Invariant = keyof typeof INVARIANTS;

/** Something that must hold and doesn't. */
export interface Breach {
  invariant: Invariant;
  /** Of what, and what is wrong with it. */
  detail: string;
  /** The task, where it is about one. */
  task: number | null;
}

/** How long what is under way may take before it counts as left lying. */
export interface Patience {
  graceSeconds: number;
}

export function judgeTask(task: TaskFacts, patience: Patience): Breach[] {
  const { number, executions } = task;
  const breach = (invariant: Invariant, detail: string): Breach => ({ invariant, detail, task: number });
  const gap = findGap(task.changes, { isFromFirst: task.isNew });
  return [
    ...whatStops(task, patience).map((detail) => breach("task_goes_on", detail)),
    ...gap.map((detail) => breach("changes_in_a_row", `The changes of task ${number}: ${detail}`)),
    ...(isFinal(task.status) && task.broughtKeys > 0 && task.quietSeconds > patience.graceSeconds
      ? [breach("keys_go", `Task ${number} is ${task.status}, and ${task.broughtKeys} of its keys are still kept.`)]
      : []),
    ...executions.flatMap((execution) =>
      judgeExecution(execution).map(({ invariant, detail }) =>
        breach(invariant, `Execution ${execution.id} of task ${number}: ${detail}`),
      ),
    ),
  ];
}

function whatStops({ number, status, quietSeconds, executions }: TaskFacts, { graceSeconds }: Patience): string[] {
  const open = executions.filter(({ hasEnded }) => !hasEnded);
  if (isSettled(status)) {
    return open.map(({ id }) => `Task ${number} is ${status}, and its execution ${id} has not ended.`);
  }
  if (open.length === 0) {
    return quietSeconds > graceSeconds ? [`Task ${number} is ${status}, and none of its executions goes on.`] : [];
  }
  return open
    .filter(({ orphanedSeconds }) => orphanedSeconds > graceSeconds)
    .map(({ id, orphanedSeconds }) => `Nobody has taken execution ${id} of task ${number} for ${orphanedSeconds} s.`);
}

type Found = Pick<Breach, "invariant" | "detail">;

function judgeExecution(execution: ExecutionFacts): Found[] {
  const { hasEnded, liveGrants, events, lastEventNumber, spentTokens, toldTokens } = execution;
  const gaps = findGap(events, { isFromFirst: true });
  const last = events.last ?? 0;
  return [
    ...gaps.map((detail): Found => ({ invariant: "events_in_a_row", detail })),
    ...(gaps.length === 0 && events.count > 0 && last !== lastEventNumber
      ? [{ invariant: "events_in_a_row" as const, detail: `the last is ${last}, and ${lastEventNumber} were counted.` }]
      : []),
    ...(hasEnded && liveGrants > 0
      ? [{ invariant: "grants_end" as const, detail: `it has ended, and ${liveGrants} of its tokens live on.` }]
      : []),
    ...(toldTokens > spentTokens
      ? [{ invariant: "spending_told" as const, detail: `${toldTokens} tokens were told, ${spentTokens} are spent.` }]
      : []),
  ];
}

function findGap({ count, first, last }: Numbered, { isFromFirst }: { isFromFirst: boolean }): string[] {
  if (first === null || last === null) {
    return [];
  }
  if (isFromFirst && first !== 1) {
    return [`they begin with ${first}.`];
  }
  return last - first + 1 === count ? [] : [`${count} from ${first} to ${last}.`];
}

export function judgeOverdue({ what, key, overdueSeconds }: OverdueFacts, { graceSeconds }: Patience): Breach[] {
  const invariant = what === "outbox" ? "outbox_sent" : "deliveries_decided";
  return overdueSeconds > graceSeconds
    ? [{ invariant, detail: `${key} has been due for ${overdueSeconds} s, and nobody is at it.`, task: null }]
    : [];
}

export function judgeLeft({ what, name, endedSeconds }: LeftFacts, { graceSeconds }: Patience): Breach[] {
  const isLeft = endedSeconds === null || endedSeconds > graceSeconds;
  const of =
    endedSeconds === null ? "no execution is known that it is of" : `its execution ended ${endedSeconds} s ago`;
  return isLeft ? [{ invariant: "nothing_left", detail: `The ${what} ${name} is there, and ${of}.`, task: null }] : [];
}
