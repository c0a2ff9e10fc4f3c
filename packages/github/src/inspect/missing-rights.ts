import { ForgeAway } from "@catalyst/core";
import { z } from "zod";
import type { Asker } from "../client/asker.ts";
import type { ReachedRepository } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";

/** Of no object. */
const NOTHING = "0".repeat(40);

export interface Rights {
  /** By the names that they have on the page of the token. */
  missing: string[];
  isWithoutIssues: boolean;
}

interface Sought {
  asker: Asker;
  repository: Pick<ReachedRepository, "owner" | "name">;
  base: string;
}

/**
 * What a person's token isn't allowed of what the work needs. GitHub tells that of no token, so that each right is tried by something that can't
 * be done: whoever may is told that it can't be, and who may not that they may not. Throws `ForgeAway`.
 */
export async function findMissingRights({ asker, repository, base }: Sought): Promise<Rights> {
  const at = { owner: repository.owner, repo: repository.name };
  const title = "Nothing";
  const contents = await attempt(
    asker.ask(
      "POST /repos/{owner}/{repo}/git/refs",
      { ...at, ref: "refs/heads/catalyst/probe", sha: NOTHING },
      z.unknown(),
    ),
  );
  const pulls = await attempt(
    asker.ask("POST /repos/{owner}/{repo}/pulls", { ...at, title, head: base, base }, z.unknown()),
  );
  const issues = await attempt(asker.ask("POST /repos/{owner}/{repo}/issues", { ...at, title: "" }, z.unknown()));
  const tried = { Contents: contents, "Pull requests": pulls, Issues: issues };
  const missing = Object.entries(tried).flatMap(([name, kind]) => (kind === "refused" ? [name] : []));
  return { missing, isWithoutIssues: issues === "gone" };
}

const REFUSED: readonly string[] = ["forbidden", "not_found", "unauthorized"];

async function attempt(asked: Promise<unknown>): Promise<"allowed" | "refused" | "gone"> {
  try {
    await asked;
    return "allowed";
  } catch (error) {
    if (!(error instanceof GitHubFault)) {
      throw error;
    }
    const { problem } = error;
    if (problem.kind === "rate_limited" || problem.kind === "outage") {
      throw new ForgeAway(problem);
    }
    if (problem.kind === "gone") {
      return "gone";
    }
    return REFUSED.includes(problem.kind) ? "refused" : "allowed";
  }
}
