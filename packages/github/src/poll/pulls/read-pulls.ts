import type { LookMarks } from "@catalyst/core/forge";
import { findBot } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { PULLS } from "../lists/pulls.ts";
import { readList } from "../read-list.ts";
import type { ReadLists } from "../read-lists.ts";
import { readChecks, type WithChecks } from "./read-checks.ts";
import { readReviews } from "./read-reviews.ts";

interface ReadPullsDeps {
  app: GitHubApp;
  withChecks: WithChecks;
}

/** What is new of our own open pull requests: their reviews, and what checks found of them. Throws `GitHubFault`. */
export async function readPulls(
  step: TokenStep,
  marks: LookMarks,
  { app, withChecks }: ReadPullsDeps,
): Promise<ReadLists> {
  const bot = await findBot(app, step.asker);
  const { fresh: changed, mark, ...pulls } = await readList(PULLS, marks[PULLS.name] ?? null, step);
  const own = changed.filter(({ userId }) => userId === bot.id);
  const reviews = await readReviews(own, { step, marks });
  const checks = await readChecks({ own, marks, bot, now: app.now() }, withChecks);
  return {
    fresh: [...reviews.fresh, ...checks.fresh],
    marks: { [PULLS.name]: mark, ...reviews.marks, ...checks.marks },
    pollSeconds: pulls.pollSeconds,
    isCut: pulls.isCut || reviews.isCut,
  };
}
