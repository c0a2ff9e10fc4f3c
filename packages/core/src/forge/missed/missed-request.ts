import { z } from "zod";
import { GitHubHost, GitHubId } from "../app/github-app.ts";

/** What was asked of us without words, still stands so at its GitHub, and was never decided. */
export const MissedRequest = z.object({
  /** Our id of the App. */
  appId: z.uuid(),
  host: GitHubHost,
  /** What its App is called. */
  app: z.string().max(255),
  repositoryId: GitHubId,
  /** `owner/name`. */
  repository: z.string().max(600),
  number: z.int().positive(),
  kind: z.enum(["issue", "pull_request"]),
  title: z.string().max(1000),
  asked: z.enum(["assigned", "labeled", "review_requested"]),
  /** What whoever asked is called. */
  by: z.string().max(255),
  at: z.iso.datetime(),
  /** The forge's number of it. */
  eventId: z.string().regex(/^\d{1,20}$/),
});
export type MissedRequest = z.infer<typeof MissedRequest>;

/** How many are begun at once. */
export const MAX_CHOSEN = 500;

/** One of them, as it was offered. */
export const ChosenRequest = MissedRequest.pick({ appId: true, repositoryId: true, eventId: true });
export type ChosenRequest = z.infer<typeof ChosenRequest>;
