import type { Trigger } from "@catalyst/core/trigger";
import { z } from "zod";
import { Time, wholeNumber } from "../contract/page.ts";
import { ProjectName } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";

const MAX_TRIGGERS = 200;
const DEFAULT_TRIGGERS = 50;
const DECISIONS = ["accepted", "refused", "ignored"] as const satisfies Trigger["decision"][];

/** What was asked of us on a GitHub, and what was decided of it. The words of whoever asked aren't kept. */
export const GitHubTrigger = z
  .object({
    key: z.string(),
    /** As the repository is called here. */
    repositoryName: z.string(),
    /** Of the issue or pull request. */
    number: z.int(),
    /** What happened there: a client lets words pass that it doesn't know. */
    kind: z.string(),
    actorLogin: z.string(),
    /** Nobody asked for it in words. */
    isAutomatic: z.boolean(),
    decision: z.enum(DECISIONS),
    /** Why it was ignored or refused; a client lets words pass that it doesn't know. */
    reason: z.string().nullable(),
    /** What was done for it; null: nothing. */
    act: z.string().nullable(),
    /** Of the task that it began or was told; null: none. */
    task: z.int().nullable(),
    /** GitHub's name of the request that told of it, or that it was found by looking. */
    delivery: z.string(),
    happenedAt: Time,
    decidedAt: Time,
  })
  .meta({ id: "GitHubTrigger" });
export type GitHubTrigger = z.infer<typeof GitHubTrigger>;

export const GITHUB_TRIGGER_ROUTES = {
  listGitHubTriggers: defineRoute({
    method: "get",
    path: "/github/triggers",
    operationId: "listGitHubTriggers",
    summary: "What was asked on GitHubs in repositories that you see, and what was decided of it",
    request: {
      query: z.strictObject({
        project: ProjectName.optional(),
        limit: wholeNumber(1, MAX_TRIGGERS).default(DEFAULT_TRIGGERS),
      }),
    },
    response: {
      status: 200,
      description: "The newest of them first",
      schema: z.object({ data: z.array(GitHubTrigger) }),
    },
    errors: ["not_found"],
  }),
};
