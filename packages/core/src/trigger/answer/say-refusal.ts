import { sayOnForge } from "../../status-comment/text/forge-ways.ts";
import { describeProblem } from "../command/describe-commands.ts";
import type { RefusedReason } from "../decide/reason.ts";
import type { Decided } from "./decided.ts";
import { sayHelp } from "./say-help.ts";

/** Why something isn't done, and what to do instead, in Markdown without a word of anybody else's. */
export function sayRefusal(reason: RefusedReason, decided: Decided): string {
  return SENTENCES[reason](decided);
}

const SENTENCES: { [Reason in RefusedReason]: (decided: Decided) => string } = {
  archived: () => "This repository is archived: nothing can be changed in it.",
  locked: () => "This conversation is locked. Unlock it, and ask again.",
  closed: () => "This is closed. Reopen it, and ask again.",
  fork: () => "I can't push to a fork. To have the change looked at: `/catalyst review`",
  no_reviews: () =>
    "I act as you here, and say nothing of a change in your name. For reviews, Catalyst needs a GitHub App.",
  unknown_command: ({ facts: { heard } }) =>
    heard.kind === "unknown" ? describeProblem(heard.problem) : "That is no command.",
  not_here: ({ facts }) => `That can't be said here, or there is nothing that it is for. ${sayHelp(facts)}`,
  edited_in: () => "A command that is edited into a comment isn't done. Please write a new comment.",
  outsider: () => "Only people who may write in this repository can ask me for something.",
  too_many_by_author: ({ facts: { policy } }) =>
    `You have asked for ${policy.tasksPerAuthorAndHour} things within an hour, which is as many as this project takes of one person. Ask again later.`,
  too_many_in_repository: ({ facts: { policy } }) =>
    `This repository has had ${policy.tasksPerRepositoryAndDay} tasks within a day, which is as many as this project takes. Ask again later.`,
  too_many_turns: ({ facts: { policy } }) =>
    `This pull request has had ${policy.turnsPerPullRequestAndDay} turns within a day that nobody asked for in words. To go on: \`/catalyst fix\``,
  too_many_by_bots: ({ facts: { policy } }) =>
    `Bots have asked for ${policy.turnsOfBotsInRow} turns here one after another, which is as many as this project takes before a person says something: whoever may write goes on with a comment that names me.`,
  not_possible: sayState,
};

function sayState({ facts: { task }, way }: Decided): string {
  const state = task === null ? "" : `: the task is ${task.status.replaceAll("_", " ")}`;
  const instead = sayOnForge(way);
  return `That can't be done now${state}.${instead === null ? "" : ` ${instead}`}`;
}
