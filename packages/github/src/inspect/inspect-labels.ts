import { describeForgeProblem } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";
import { type Found, limited, ok } from "./finding.ts";

/** Names of labels at GitHub aren't longer. */
const MAX_LENGTH = 50;
const MAX_LABELS = 20;
const COLOR = "5319e7";

/** The labels by which people ask for work. */
export interface LabelWish {
  /** The project's word, and after it and a colon each agent. */
  names: readonly string[];
  /** Whether those that aren't there are made. */
  isMending: boolean;
}

type Step = Pick<TokenStep, "asker" | "writer" | "repository">;

/**
 * Whether the labels are there for people to pick. One that is there stays as it is, whoever made it and however it looks. Throws
 * `GitHubFault` for what keeps them from being seen.
 */
export async function inspectLabels(step: Step, { names, isMending }: LabelWish, page: string): Promise<Found> {
  const missing: string[] = [];
  const wanted = names.filter(({ length }) => length <= MAX_LENGTH).slice(0, MAX_LABELS);
  for (const name of wanted) {
    if (!(await isThere(step, name))) {
      missing.push(name);
    }
  }
  const mend = { page, clicks: "New label" };
  if (missing.length === 0) {
    return ok("repository", `people can pick its labels: ${wanted.join(", ")}`);
  }
  if (!isMending) {
    return limited("repository", `people can't pick the labels ${missing.join(", ")}: they aren't there`, mend);
  }
  const failure = await makeAll(step, missing);
  return failure === null
    ? ok("repository", `its labels were made: ${missing.join(", ")}`)
    : limited("repository", failure, mend);
}

/** What kept them from being made; null: they are there. */
async function makeAll(step: Step, names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    try {
      await make(step, name);
    } catch (error) {
      if (!(error instanceof GitHubFault)) {
        throw error;
      }
      return `Making the label ${name} failed: ${describeForgeProblem(error.problem)}`;
    }
  }
  return null;
}

async function make(step: Step, name: string): Promise<void> {
  const { asker, writer, repository } = step;
  const agent = name.split(":")[1];
  const description = agent === undefined ? "Asks Catalyst for work on it" : `Asks Catalyst for work on it by ${agent}`;
  const wish = { owner: repository.owner, repo: repository.name, name, color: COLOR, description };
  try {
    await writer.write({ urgency: "state" }, () => asker.ask("POST /repos/{owner}/{repo}/labels", wish, z.unknown()));
  } catch (error) {
    // Somebody else may have made it meanwhile, and an answer may have been lost.
    if (!(error instanceof GitHubFault) || !(await isThere(step, name))) {
      throw error;
    }
  }
}

async function isThere({ asker, repository }: Step, name: string): Promise<boolean> {
  const at = { owner: repository.owner, repo: repository.name, name };
  try {
    await asker.ask("GET /repos/{owner}/{repo}/labels/{name}", at, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof GitHubFault && error.problem.kind === "not_found") {
      return false;
    }
    throw error;
  }
}
