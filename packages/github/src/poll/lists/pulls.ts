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
  /** The same as GitHub shows them; who reads it checks that. */
  user: unknown;
  /** Of the same repository; null: of a fork, or of one that is gone. */
  branch: string | null;
  isDraft: boolean;
  createdAt: Date;
}

const Repository = z.object({ id: z.int() }).nullish();

const Pull = z.object({
  number: z.int().positive(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  draft: z.boolean().nullish(),
  head: z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/), ref: z.string().max(1000), repo: Repository }),
  base: z.object({ repo: Repository }),
  user: z.looseObject({ id: z.int() }).nullish(),
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
    const { number, created_at, updated_at, draft, head, base, user } = pull;
    const isHere = head.repo != null && head.repo.id === base.repo?.id;
    return {
      ...{ id: `${number} ${updated_at}`, at: new Date(updated_at), told: null },
      ...{ number, head: head.sha, userId: user?.id ?? null, user, branch: isHere ? head.ref : null },
      ...{ isDraft: draft === true, createdAt: new Date(created_at) },
    };
  },
};
