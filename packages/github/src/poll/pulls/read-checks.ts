import type { ListMark, LookMarks } from "@catalyst/core/forge";
import type { BotAccount } from "../../client/find-bot-id.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { orNull } from "../../read/or-null.ts";
import type { ListedThing } from "../finding.ts";
import { checkSuitesOf } from "../lists/check-suites.ts";
import type { ListedPull } from "../lists/pulls.ts";
import { readList } from "../read-list.ts";
import { headsAfter, markHeads } from "./heads.ts";

/** Of a commit's checks all are new: a list of them begins with the commit. */
const UNREAD: ListMark = { etag: null, newestAt: null, seen: {} };

interface ReadChecksInput {
  /** Our own open pull requests that changed. */
  own: readonly ListedPull[];
  marks: LookMarks;
  bot: BotAccount;
  now: Date;
}

/** Does something with a token that reads checks. */
export type WithChecks = <Result>(work: (step: TokenStep) => Promise<Result>) => Promise<Result>;

/**
 * What checks found of the newest commits of our own pull requests, and the marks of these alone. What is unchanged costs nothing. Where
 * the App may not read checks nothing is found. Throws `GitHubFault`.
 */
export async function readChecks(
  { own, marks, bot, now }: ReadChecksInput,
  withChecks: WithChecks,
): Promise<{ fresh: ListedThing[]; marks: LookMarks }> {
  const heads = headsAfter(own, { marks, now });
  const fresh: ListedThing[] = [];
  const read: LookMarks = {};
  const watched: typeof heads = [];
  for (const head of heads) {
    const list = checkSuitesOf(head, bot);
    const checks = await orNull(withChecks((step) => readList(list, marks[list.name] ?? UNREAD, step)));
    if (checks !== null) {
      fresh.push(...checks.fresh);
      read[list.name] = checks.mark;
      watched.push(head);
    }
  }
  return { fresh, marks: { ...read, ...markHeads(watched) } };
}
