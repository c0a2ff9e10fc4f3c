import { z } from "zod";
import type { ListedThing } from "../finding.ts";
import type { PolledList } from "./polled-list.ts";

/** An open pull request that changed. */
export interface ListedPull extends ListedThing {
  number: number;
  /** Its newest commit. */
  head: string;
  /** Who opened it; null: nobody is known. */
  userId: number | null;
}

const Pull = z.object({
  number: z.int().positive(),
  updated_at: z.iso.datetime({ offset: true }),
  head: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }),
  user: z.object({ id: z.int() }).nullish(),
});

/** Open pull requests; each change of one is a thing of its own. */
export const PULLS: PolledList<ListedPull> = {
  name: "pulls",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged(
      "GET /repos/{owner}/{repo}/pulls",
      { ...{ owner, repo, state: "open", sort: "updated", direction: "desc" }, ...wish },
      z.unknown(),
    ),
  read(item) {
    const pull = Pull.safeParse(item).data;
    if (pull === undefined) {
      return null;
    }
    const { number, updated_at, head, user } = pull;
    return {
      ...{ id: `${number} ${updated_at}`, at: new Date(updated_at), told: null },
      ...{ number, head: head.sha, userId: user?.id ?? null },
    };
  },
};
