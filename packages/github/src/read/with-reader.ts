import { ForgeAway } from "@catalyst/core";
import type { ForgeReader } from "@catalyst/core/trigger";
import type { KeptTokens } from "../client/keep-token.ts";
import type { GitHubApp } from "../client/open-app.ts";
import { READS } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { createReader } from "./create-reader.ts";

/** Where a repository is, by numbers: names change hands. */
export interface ReadPlace {
  installationId: number;
  repositoryId: number;
}

/** As what it is read. */
export interface ReadAs {
  app: GitHubApp;
  tokens: Pick<KeptTokens, "use">;
}

/**
 * Does something with what reads one repository, by a token for that alone. null: the repository isn't shown to the App. Throws
 * `ForgeAway` where GitHub can't be asked, and what `work` throws.
 */
export async function withReader<Result>(
  { app, tokens }: ReadAs,
  { installationId, repositoryId }: ReadPlace,
  work: (reader: ForgeReader) => Promise<Result>,
): Promise<Result | null> {
  const scope = { installationId, repository: { id: repositoryId }, permissions: READS };
  try {
    const checks = { ...scope, permissions: { checks: "read", metadata: "read" } } as const;
    return await tokens.use(app, scope, (step) => work(createReader(step, (read) => tokens.use(app, checks, read))));
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const { problem } = error;
    if (problem.kind === "rate_limited" || problem.kind === "outage") {
      throw new ForgeAway(problem);
    }
    return null;
  }
}
