import { z } from "zod";
import type { BotAccount } from "../../client/find-bot-id.ts";
import type { PolledList } from "./polled-list.ts";

/** Of 30 each: they aren't in the order of their time. */
const MAX_PAGES = 3;

const Suite = z.object({
  id: z.int().positive(),
  head_sha: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  updated_at: z.iso.datetime({ offset: true }),
});

/** A commit that is the newest of a pull request. */
export interface Head {
  number: number;
  commit: string;
}

/** The checks of a commit that we pushed, of which those that are over are told of. */
export function checkSuitesOf({ number, commit }: Head, bot: BotAccount): PolledList {
  const sender = { ...bot, type: "Bot" };
  return {
    name: `checks ${number} ${commit}`,
    ask: ({ asker, repository: { owner, name: repo } }, { etag }) =>
      asker.listChanged(
        "GET /repos/{owner}/{repo}/commits/{ref}/check-suites",
        { ...{ owner, repo, ref: commit, within: "check_suites" }, etag, maxPages: MAX_PAGES, isEnough: () => false },
        z.unknown(),
      ),
    read(item) {
      const suite = Suite.safeParse(item).data;
      if (suite === undefined) {
        return null;
      }
      const { id, status, updated_at } = suite;
      const told = {
        ...{ guid: `poll:checks:${id}:${updated_at}`, event: "check_suite", action: "completed", sender },
        body: { check_suite: { ...suite, pull_requests: [{ number }] } },
      };
      return { id: `${id} ${updated_at}`, at: new Date(updated_at), told: status === "completed" ? told : null };
    },
  };
}
