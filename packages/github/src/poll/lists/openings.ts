import { z } from "zod";
import type { PolledList } from "./polled-list.ts";

const Issue = z.object({
  id: z.int().positive(),
  number: z.int().positive(),
  body: z.string().nullish(),
  user: z.unknown().optional(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.unknown().optional(),
  closed_at: z.unknown().optional(),
  draft: z.boolean().nullish(),
  pull_request: z.unknown().optional(),
});

/** Issues and pull requests, which may ask for something in their first text. */
export const OPENINGS: PolledList = {
  name: "openings",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged(
      "GET /repos/{owner}/{repo}/issues",
      { ...{ owner, repo, state: "all", sort: "created", direction: "desc" }, ...wish },
      z.unknown(),
    ),
  read(item) {
    const found = Issue.safeParse(item).data;
    if (found === undefined) {
      return null;
    }
    const { user, pull_request, ...issue } = found;
    const isPull = pull_request != null;
    const told = {
      ...{ guid: `poll:opened:${found.id}`, event: isPull ? "pull_request" : "issues", action: "opened", sender: user },
      body: isPull ? { pull_request: issue } : { issue },
    };
    const thing = { id: String(found.number), at: new Date(found.created_at), told };
    return isPull && found.draft === false ? { ...thing, headOf: found.number } : thing;
  },
};
