import type { MissedRequest as CoreMissed } from "@catalyst/core/forge";
import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { RepositoryName } from "./repository-name.ts";

const KINDS = ["issue", "pull_request"] as const satisfies CoreMissed["kind"][];
const ASKED = ["assigned", "labeled", "review_requested"] as const satisfies CoreMissed["asked"][];

/** What was asked without words at a GitHub, still stands so, and was never decided. */
export const MissedRequest = z
  .object({
    appId: z.uuid(),
    host: z.string(),
    app: z.string(),
    repositoryId: z.int(),
    /** `owner/name`. */
    repository: z.string(),
    number: z.int(),
    kind: z.enum(KINDS),
    title: z.string(),
    asked: z.enum(ASKED),
    /** What whoever asked is called. */
    by: z.string(),
    at: z.iso.datetime(),
    /** GitHub's number of it. */
    eventId: z.string(),
  })
  .meta({ id: "MissedRequest" });
export type MissedRequest = z.infer<typeof MissedRequest>;

/** null: those that the Apps are shown. */
const Repository = RepositoryName.nullable().default(null);

export const GITHUB_MISSED_ROUTES = {
  findMissedRequests: defineRoute({
    method: "post",
    path: "/github/missed",
    operationId: "findMissedRequests",
    summary: "Looks for what was asked at GitHubs before anybody looked, and never decided",
    request: { body: z.strictObject({ repository: Repository }) },
    response: {
      status: 200,
      description: "Of each issue and pull request the newest",
      schema: z.object({
        data: z.array(MissedRequest),
        /** False: not all was looked at, as there is too much. */
        isWhole: z.boolean(),
      }),
    },
    errors: ["not_found", "unavailable"],
  }),
  beginMissedRequests: defineRoute({
    method: "post",
    path: "/github/missed/begin",
    operationId: "beginMissedRequests",
    summary: "Has what was missed be decided as if it were asked now",
    request: {
      body: z.strictObject({
        repository: Repository,
        /** Of what was found. */
        chosen: z
          .array(
            z.strictObject({
              appId: z.uuid(),
              repositoryId: z.int().positive(),
              eventId: z.string().regex(/^\d{1,20}$/),
            }),
          )
          .max(500),
      }),
    },
    response: {
      status: 200,
      description: "What of it stands still, and is decided now",
      schema: z.object({ data: z.array(MissedRequest) }),
    },
    errors: ["not_found", "unavailable"],
  }),
};
