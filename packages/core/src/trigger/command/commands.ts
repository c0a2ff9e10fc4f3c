import type { OptionName } from "./options.ts";

/** Where a command may stand. A pull request is our own where a task of ours proposed it. */
export type CommandPlace = "issue" | "own_pull_request" | "other_pull_request";

/** What a command comes to, by the use case that it asks. */
export type CommandAct =
  | "start_task"
  | "send_message"
  | "start_review"
  | "start_fix"
  | "update_branch"
  | "approve_plan"
  | "reject_plan"
  | "publish_kept"
  | "pick_result"
  | "retry_task"
  | "resume_task"
  | "cancel_task"
  | "tell_status"
  | "leave_thread"
  | "follow_thread"
  | "tell_commands";

/** `asker`: whoever asked for the task, beside those who may write. `payer`: of those who may write, the budget's owner. */
export type CommandActor = "writer" | "reader" | "asker" | "payer";

export interface CommandRule {
  on: Partial<Record<CommandPlace, CommandAct>>;
  who: CommandActor;
  /** What may follow on the line. `agent`: the name of one. */
  words: "none" | "text" | "some_text" | "agent";
  /** How these words are written where they are told. */
  usage: string;
  options: readonly OptionName[];
  /** In words, for people. */
  does: string;
}

const everywhere = (act: CommandAct) => ({ issue: act, own_pull_request: act, other_pull_request: act });

/** Of each command where it may stand, who may say it, and what it does. Help is made of it. */
export const COMMANDS = {
  run: {
    on: { issue: "start_task", other_pull_request: "start_fix" },
    who: "writer",
    words: "text",
    usage: "[what to do]",
    options: ["agent", "model", "base", "budget", "draft", "plan", "race"],
    does: "starts a task",
  },
  plan: {
    on: { issue: "start_task" },
    who: "writer",
    words: "text",
    usage: "[what to do]",
    options: ["agent", "model", "base", "budget", "draft"],
    does: "starts a task whose plan waits for approval",
  },
  review: {
    on: { own_pull_request: "start_review", other_pull_request: "start_review" },
    who: "writer",
    words: "text",
    usage: "[paths, or what to look at]",
    options: ["full", "agent", "model", "budget"],
    does: "reviews what is new in this pull request, or all of it",
  },
  fix: {
    on: { own_pull_request: "send_message", other_pull_request: "start_fix" },
    who: "writer",
    words: "text",
    usage: "[checks | comments | what to fix]",
    options: ["agent", "model", "budget"],
    does: "mends failed checks, answers open comments, or does what is said",
  },
  update: {
    on: { own_pull_request: "update_branch" },
    who: "writer",
    words: "none",
    usage: "",
    options: ["rebase"],
    does: "brings the base branch into this one",
  },
  approve: {
    on: everywhere("approve_plan"),
    who: "writer",
    words: "none",
    usage: "",
    options: [],
    does: "approves the plan that waits",
  },
  reject: {
    on: everywhere("reject_plan"),
    who: "writer",
    words: "some_text",
    usage: "<what to change>",
    options: [],
    does: "sends the plan back",
  },
  publish: {
    on: everywhere("publish_kept"),
    who: "writer",
    words: "none",
    usage: "",
    options: ["base", "anyway"],
    does: "publishes the result that is kept",
  },
  pick: {
    on: everywhere("pick_result"),
    who: "writer",
    words: "agent",
    usage: "<agent>",
    options: [],
    does: "publishes the result of one of several agents",
  },
  retry: {
    on: everywhere("retry_task"),
    who: "writer",
    words: "none",
    usage: "",
    options: ["agent", "model"],
    does: "tries a task again that failed or was stopped",
  },
  resume: {
    on: everywhere("resume_task"),
    who: "payer",
    words: "none",
    usage: "",
    options: ["budget"],
    does: "goes on with a task whose budget was spent",
  },
  stop: {
    on: everywhere("cancel_task"),
    who: "asker",
    words: "none",
    usage: "",
    options: [],
    does: "stops the task; what it made is kept",
  },
  status: {
    on: everywhere("tell_status"),
    who: "reader",
    words: "none",
    usage: "",
    options: [],
    does: "says how far it is",
  },
  quiet: {
    on: { issue: "leave_thread", own_pull_request: "leave_thread" },
    who: "writer",
    words: "none",
    usage: "",
    options: [],
    does: "has nothing that is said here start anything but listen",
  },
  listen: {
    on: { issue: "follow_thread", own_pull_request: "follow_thread" },
    who: "writer",
    words: "none",
    usage: "",
    options: [],
    does: "ends quiet",
  },
  help: {
    on: everywhere("tell_commands"),
    who: "writer",
    words: "none",
    usage: "",
    options: [],
    does: "says what can be said here",
  },
} as const satisfies Record<string, CommandRule>;

export type Verb = keyof typeof COMMANDS;

/** Words after a mention that are no command. */
const FREE_WORDS = {
  issue: "start_task",
  own_pull_request: "send_message",
  /** A question is answered by a review; a change needs `fix`. */
  other_pull_request: "start_review",
} as const satisfies Record<CommandPlace, CommandAct>;

const OTHER_NAMES: Readonly<Record<string, Verb>> = { cancel: "stop" };

/** The command of that name, in whatever case it is written; null: there is none. */
export function findVerb(word: string): Verb | null {
  const name = word.toLowerCase();
  if (Object.hasOwn(COMMANDS, name)) {
    return name as Verb;
  }
  return Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? null) : null;
}

/** What the command comes to there; null: it can't stand there. */
export function actOf(verb: Verb | null, place: CommandPlace): CommandAct | null {
  const on: Partial<Record<CommandPlace, CommandAct>> = verb === null ? FREE_WORDS : COMMANDS[verb].on;
  return on[place] ?? null;
}
