import { z } from "zod";
import { GitHubId } from "./github-app.ts";

/** An account that let an App in, as GitHub last said it did. */
export const GitHubInstallation = z.object({
  /** Our id of the App. */
  appId: z.uuid(),
  installationId: GitHubId,
  accountId: GitHubId,
  accountLogin: z.string().min(1).max(255),
  accountKind: z.enum(["user", "organization", "enterprise"]),
  /** What it may do there: `issues` -> `write`. */
  permissions: z.record(z.string().max(100), z.string().max(20)),
  /** null: it isn't. */
  suspendedAt: z.date().nullable(),
});
export type GitHubInstallation = z.infer<typeof GitHubInstallation>;

/** A repository that an account lets an App see, as GitHub last called it. */
export const ShownRepository = z.object({
  repositoryId: GitHubId,
  owner: z.string().min(1).max(255),
  name: z.string().min(1).max(255),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
});
export type ShownRepository = z.infer<typeof ShownRepository>;
