import { matchesGlob } from "node:path";
import type { Repository } from "../state/repository.ts";
import type { Rule, Ruleset } from "../state/ruleset.ts";

/** Rules that count for a branch, each with where it stands. */
export function listRules(repository: Repository, branch: string): { rule: Rule; ruleset: Ruleset }[] {
  return repository.rulesets
    .filter((ruleset) => ruleset.isActive && fits(repository, ruleset, `refs/heads/${branch}`))
    .flatMap((ruleset) => ruleset.rules.map((rule) => ({ rule, ruleset })));
}

function fits({ defaultBranch }: Repository, { include, exclude }: Ruleset, ref: string): boolean {
  const names = (pattern: string) =>
    pattern === "~ALL" ||
    (pattern === "~DEFAULT_BRANCH" ? ref === `refs/heads/${defaultBranch}` : matchesGlob(ref, pattern));
  return include.some(names) && !exclude.some(names);
}
