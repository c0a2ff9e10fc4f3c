import type { LookMarks } from "@catalyst/core/forge";
import { findBot } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { type ListedPull, PULLS } from "../lists/pulls.ts";
import { readList } from "../read-list.ts";
import type { ReadLists } from "../read-lists.ts";
import { readChecks, type WithChecks } from "./read-checks.ts";
import { readPushes, type WithContents } from "./read-pushes.ts";
import { readReviews } from "./read-reviews.ts";

interface ReadPullsDeps {
  app: GitHubApp;
  withChecks: WithChecks;
  withContents: WithContents;
}

/**
 * What is new of open pull requests: of our own their reviews and what checks found of them, of all what was pushed to them. Throws
 * `GitHubFault`.
 */
export async function readPulls(
  step: TokenStep,
  marks: LookMarks,
  { app, withChecks, withContents }: ReadPullsDeps,
): Promise<ReadLists> {
  const bot = await findBot(app, step.asker);
  const { fresh: changed, listed, mark, ...pulls } = await readList(PULLS, marks[PULLS.name] ?? null, step);
  const isOurs = ({ userId }: ListedPull) => userId === bot.id;
  const own = changed.filter(isOurs);
  // Nobody looks at others' drafts; of our own people are told who pushed.
  const pushable = changed.filter((pull) => isOurs(pull) || !pull.isDraft);
  const reviews = await readReviews(own, { step, marks });
  const checks = await readChecks({ own, marks, bot, now: app.now() }, withChecks);
  const pushes = await readPushes({ changed: pushable, listed, marks }, withContents);
  return {
    fresh: [...reviews.fresh, ...checks.fresh, ...pushes.fresh],
    marks: { [PULLS.name]: mark, ...reviews.marks, ...checks.marks, ...pushes.marks },
    pollSeconds: pulls.pollSeconds,
    isCut: pulls.isCut || reviews.isCut,
  };
}
