import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { type Found, failed, limited, ok } from "./finding.ts";

/** As branches of ours are called. */
const BRANCH = "catalyst/probe";
const MAX_RULES = 100;

const Rules = z.array(z.object({ type: z.string().max(100) })).transform((rules) => rules.slice(0, MAX_RULES));
const Repository = z.object({ default_branch: z.string().min(1).max(255) });

/** Of the base: work goes on, in another way. */
const OF_BASE: Readonly<Record<string, string>> = {
  required_signatures: "its base wants signed commits: they are made anew at GitHub, or the result is kept",
  required_linear_history: "its base wants a linear history: the base is never merged into a branch of ours",
};

/** Of branches as ours are: nothing could be pushed, or less. */
const OF_BRANCHES: Readonly<Record<string, string>> = {
  creation: "branches of this name can't be made there",
  update: "branches of this name can't be pushed to",
  required_signatures: "branches of this name want signed commits",
};
const OF_PUSHES = ["file_path_restriction", "max_file_size", "max_file_path_length", "file_extension_restriction"];

/** What rules of the repository mean for what is pushed and proposed. GitHub tells of rulesets, not of all older protections. */
export async function inspectRules(step: Pick<TokenStep, "asker" | "repository">, settings: string): Promise<Found[]> {
  const { asker, repository } = step;
  const at = { owner: repository.owner, repo: repository.name };
  const { default_branch: base } = await asker.ask("GET /repos/{owner}/{repo}", at, Repository);
  const path = "GET /repos/{owner}/{repo}/rules/branches/{branch}";
  const typesOf = async (branch: string) => (await asker.ask(path, { ...at, branch }, Rules)).map(({ type }) => type);
  const [ofBase, ofOurs] = [await typesOf(base), await typesOf(BRANCH)];
  const mend = { page: `${settings}/rules`, clicks: "the ruleset, Bypass list, add the App" };
  const refusing = ofOurs.flatMap((type) => OF_BRANCHES[type] ?? []).map((words) => failed("rules", words, mend));
  const pushes = ofOurs.some((type) => OF_PUSHES.includes(type))
    ? [limited("rules", "pushes are restricted by a ruleset: a result that breaks it is kept", mend)]
    : [];
  const noted = ofBase.flatMap((type) => OF_BASE[type] ?? []).map((words) => limited("rules", words, mend));
  const found = [...refusing, ...pushes, ...noted];
  return found.length === 0 ? [ok("rules", `nothing on ${base} would refuse what is pushed`)] : found;
}
