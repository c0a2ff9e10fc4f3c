import { z } from "zod";
import { isTrue, oneOf, wholeNumber } from "../setting-values.ts";
import { settingsObject } from "../settings-object.ts";

/** GitHub's own limit of a label is 50 characters; a colon and an agent may follow ours. */
const LabelName = z
  .string("must be a label's name")
  .regex(/^[^\s\p{C}]([^\p{C}]{0,38}[^\s\p{C}])?$/u, "must be a label's name of at most 40 characters");

const accountNumber = z
  .string("must be a number of GitHub's")
  .regex(/^[1-9]\d{0,19}$/, "must be a number of GitHub's, not a name: names change hands");
const accountNumbers = z.array(accountNumber, "must be a list of numbers").max(50, "must be at most 50");

/** How a project works with GitHub, as its owner says it. */
export const GitHubSettings = settingsObject({
  publish: oneOf(["run", "hold", "auto"]).optional(),
  outsiders: oneOf(["silent", "reply-once"]).optional(),
  outsiderPlan: isTrue.optional(),
  bots: accountNumbers.optional(),
  teams: accountNumbers.optional(),
  label: LabelName.optional(),
  caps: settingsObject({
    perAuthorHour: wholeNumber(0, 10_000).optional(),
    perRepositoryDay: wholeNumber(0, 10_000).optional(),
    perPullRequestDay: wholeNumber(0, 10_000).optional(),
    botsInRow: wholeNumber(0, 100).optional(),
  }).optional(),
  maxParallel: wholeNumber(1, 100).optional(),
  dco: oneOf(["none", "bot", "requester"]).optional(),
  reviewAuto: oneOf(["off", "ready", "push"]).optional(),
  reviewInline: wholeNumber(0, 50).optional(),
  autofix: wholeNumber(0, 3).optional(),
  deleteBranch: isTrue.optional(),
  draft: isTrue.optional(),
  labels: z.array(LabelName, "must be a list of labels").max(20, "must be at most 20").optional(),
});
export type GitHubSettings = z.infer<typeof GitHubSettings>;

/**
 * The same as a repository says it: what makes it stricter than its owner and the defaults have it. Who is heard, what is spent,
 * and what is done with the owner's rights is the owner's to say.
 */
export const GitHubFileSettings = settingsObject(
  {
    publish: z.literal("hold", "must be hold: only its owner's own settings may say another").optional(),
    outsiderPlan: GitHubSettings.shape.outsiderPlan,
    reviewInline: wholeNumber(0, 20).optional(),
    draft: GitHubSettings.shape.draft,
  },
  Object.keys(GitHubSettings.shape),
);
export type GitHubFileSettings = z.infer<typeof GitHubFileSettings>;
