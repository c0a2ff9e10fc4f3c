import { z } from "zod";

/** How much may be begun from GitHub. */
const GitHubCaps = z.object({
  /** Of one account, tasks and turns. */
  perAuthorHour: z.int().nonnegative().default(10),
  /** Tasks. */
  perRepositoryDay: z.int().nonnegative().default(30),
  /** Turns of a pull request that nobody asked for in words. */
  perPullRequestDay: z.int().nonnegative().default(10),
  /** Of an issue or pull request, one after another by listed bots, without a word of a person in between: programs that answer each other do so for ever. */
  botsInRow: z.int().nonnegative().default(2),
});

/** How a project works with GitHub. */
export const GitHubConfig = z.object({
  /** Whether results are published at once, or held for a person's word. `auto`: held where strangers can see or have written something, and where CI would run what was changed. */
  publish: z.enum(["run", "hold", "auto"]).default("auto"),
  /** What people who may not write are answered. */
  outsiders: z.enum(["silent", "reply-once"]).default("silent"),
  /** Whether work on what outsiders wrote waits for its plan to be approved. */
  outsiderPlan: z.boolean().default(false),
  /** The numbers of bots that may ask, where they may write. */
  bots: z.array(z.string()).default([]),
  /** The numbers of teams whose being asked for a review asks us. */
  teams: z.array(z.string()).default([]),
  /** The label that asks for work; after it and a colon, the agent that is to do it. */
  label: z.string().default("catalyst"),
  caps: GitHubCaps.prefault({}),
  /** Executions of a repository's tasks that go on at once; others wait. */
  maxParallel: z.int().positive().default(3),
  /** Whose `Signed-off-by` commits get. */
  dco: z.enum(["none", "bot", "requester"]).default("none"),
  /** Which pull requests are reviewed unasked: none, those that become ready, and those that are pushed to as well. */
  reviewAuto: z.enum(["off", "ready", "push"]).default("off"),
  /** What a review says at lines, at most; the rest stands in its text. */
  reviewInline: z.int().nonnegative().default(20),
  /** How often failed checks of a pull request of ours are worked on unasked. */
  autofix: z.int().min(0).max(3).default(0),
  /** Whether the branch of a merged pull request of ours is deleted. */
  deleteBranch: z.boolean().default(false),
  /** Whether every pull request of ours is a draft. */
  draft: z.boolean().default(false),
  /** What pull requests of ours are labelled with. */
  labels: z.array(z.string()).default([]),
});
export type GitHubConfig = z.infer<typeof GitHubConfig>;
