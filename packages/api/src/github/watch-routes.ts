import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Host } from "./host.ts";
import { RepositoryName } from "./repository-name.ts";

/** A repository in which Catalyst acts as a person, by their token for it, which is never told. */
export const GitHubWatch = z
  .object({
    id: z.uuid(),
    host: z.string(),
    /** `owner/name`. */
    repository: z.string(),
    /** What the person is called there. */
    login: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "GitHubWatch" });
export type GitHubWatch = z.infer<typeof GitHubWatch>;

export const GITHUB_WATCH_ROUTES = {
  listGitHubWatches: defineRoute({
    method: "get",
    path: "/github/watches",
    operationId: "listGitHubWatches",
    summary: "The repositories of GitHubs in which Catalyst acts as you; for the machine's owner, as anybody",
    request: {},
    response: {
      status: 200,
      description: "The oldest first",
      schema: z.object({ data: z.array(GitHubWatch) }),
    },
    errors: [],
  }),
  watchGitHubRepository: defineRoute({
    method: "post",
    path: "/github/watches",
    operationId: "watchGitHubRepository",
    summary: "Has Catalyst act as you in one repository, by your token for it",
    isSecret: true,
    perMinute: 10,
    request: {
      body: z
        .strictObject({
          host: Host.default("github.com"),
          repository: RepositoryName,
          /** A fine-grained one of yours, for this repository: issues, pull requests and contents, each read and write. */
          token: z.string().min(1).max(1000),
        })
        .meta({ id: "NewGitHubWatch" }),
    },
    response: {
      status: 201,
      description: "What is kept of it; your account there is yours here, too",
      schema: GitHubWatch,
    },
    errors: ["not_found", "conflict", "prerequisite_missing", "unavailable"],
  }),
  unwatchGitHubRepository: defineRoute({
    method: "delete",
    path: "/github/watches/{watch}",
    operationId: "unwatchGitHubRepository",
    summary: "Drops the token of a watched repository, with what was heard there",
    request: { params: z.strictObject({ watch: z.uuid() }) },
    response: { status: 204, description: "It is forgotten here; what was done at its GitHub stays there" },
    errors: ["not_found"],
  }),
};
