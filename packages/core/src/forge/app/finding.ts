import { z } from "zod";

/** What is looked at of an App, and of a repository where it is to work. */
export const GitHubCheck = z.enum(["key", "permissions", "webhook", "installed", "repository", "account", "rules"]);
export type GitHubCheck = z.infer<typeof GitHubCheck>;

/** What became of one of them. `limited`: it works, with something to know. */
export const GitHubFinding = z.object({
  host: z.string().max(255),
  app: z.string().max(255),
  /** `owner/name`; null: it is about the App itself. */
  repository: z.string().max(600).nullable(),
  check: GitHubCheck,
  state: z.enum(["ok", "limited", "failed"]),
  detail: z.string().max(1000),
  /** Where a person mends it; null: there is nothing to mend, or no page for it. */
  page: z.string().max(2000).nullable(),
  /** What to press there; null: there is nothing to press. */
  clicks: z.string().max(300).nullable(),
});
export type GitHubFinding = z.infer<typeof GitHubFinding>;
