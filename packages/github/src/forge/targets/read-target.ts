import type { PublishTarget, TargetWish } from "@catalyst/core";
import { z } from "zod";
import { findBot } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

/** 120 rules of a branch. */
const MAX_PAGES = 4;

const Rule = z.object({ type: z.string() });

/** What is to be known of a repository before a branch is pushed there. Throws `GitHubFault`. */
export async function readTarget(step: TokenStep, wish: TargetWish, app: GitHubApp): Promise<PublishTarget> {
  const { id, login } = await findBot(app, step.asker);
  const rules = new Set<string>();
  for (const branch of new Set(wish.branches)) {
    for (const type of await listRules(step, branch)) {
      rules.add(type);
    }
  }
  return {
    isPublic: step.repository.isPublic,
    account: { id: String(id), login },
    isProtected: rules.size > 0,
    demands: { isSigned: rules.has("required_signatures"), isLinear: rules.has("required_linear_history") },
  };
}

/** Of a GitHub that knows none, or doesn't tell them for this repository, there are none: its answer to the push says so then. */
async function listRules({ asker, repository }: TokenStep, branch: string): Promise<string[]> {
  const at = { owner: repository.owner, repo: repository.name, branch, maxPages: MAX_PAGES };
  try {
    const { items } = await asker.list("GET /repos/{owner}/{repo}/rules/branches/{branch}", at, Rule);
    return items.map(({ type }) => type);
  } catch (error) {
    if (error instanceof GitHubFault && (error.problem.kind === "not_found" || error.problem.kind === "forbidden")) {
      return [];
    }
    throw error;
  }
}
