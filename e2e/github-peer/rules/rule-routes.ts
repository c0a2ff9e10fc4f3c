import { type Access, READS_METADATA } from "../auth/access.ts";
import { json, noContent } from "../door/answer.ts";
import { paginate } from "../door/paginate.ts";
import { notFound } from "../door/refusal.ts";
import type { RepositoryCall, RepositoryRoute } from "../route.ts";
import { fullName } from "../state/repository.ts";
import type { Rule, Ruleset } from "../state/ruleset.ts";
import { nodeId } from "../views/view-account.ts";
import { listRules } from "./rules-of-branch.ts";

const ADMINISTERS: Access = { permissions: ["administration"], level: "write", role: "admin" };

/** What branches demand. */
export const RULE_ROUTES: readonly RepositoryRoute[] = [
  { operation: "repos/get-branch-rules", access: READS_METADATA, answer: answerRulesOfBranch },
  { operation: "repos/get-repo-rulesets", access: READS_METADATA, answer: answerRulesets },
  { operation: "repos/create-repo-ruleset", access: ADMINISTERS, answer: answerNewRuleset },
  { operation: "repos/delete-repo-ruleset", access: ADMINISTERS, answer: answerDeletedRuleset },
];

function answerRulesOfBranch(call: RepositoryCall) {
  const { items, headers } = paginate(call, listRules(call.repository, String(call.path.branch)));
  const source = fullName(call.repository);
  const views = items.map(({ rule, ruleset: { id } }) => ({
    ...rule,
    ...{ ruleset_source_type: "Repository", ruleset_source: source, ruleset_id: id },
  }));
  return json(200, views, headers);
}

function answerRulesets(call: RepositoryCall) {
  const { items, headers } = paginate(call, call.repository.rulesets);
  const views = items.map((ruleset) => viewRuleset(call, ruleset));
  return json(200, views, headers);
}

interface Wish {
  name: string;
  enforcement: string;
  conditions?: { ref_name?: { include?: string[]; exclude?: string[] } };
  rules?: Rule[];
}

function answerNewRuleset(call: RepositoryCall) {
  const { name, enforcement, conditions, rules = [] } = call.body as unknown as Wish;
  const { include = [], exclude = [] } = conditions?.ref_name ?? {};
  const { world, repository } = call;
  const id = world.nextId();
  const ruleset: Ruleset = {
    ...{ id, name, isActive: enforcement === "active", include, exclude, rules, createdAt: world.now() },
  };
  repository.rulesets.push(ruleset);
  return json(201, { ...viewRuleset(call, ruleset), rules, conditions: { ref_name: { include, exclude } } });
}

function answerDeletedRuleset({ repository, path }: RepositoryCall) {
  const index = repository.rulesets.findIndex(({ id }) => id === path.ruleset_id);
  if (index < 0) {
    throw notFound();
  }
  repository.rulesets.splice(index, 1);
  return noContent();
}

function viewRuleset({ repository, world }: RepositoryCall, { id, name, isActive, createdAt }: Ruleset) {
  const at = createdAt.toISOString();
  const self = { href: `${world.address}/repos/${fullName(repository)}/rulesets/${id}` };
  return {
    ...{ id, name, target: "branch", source_type: "Repository", source: fullName(repository) },
    ...{ enforcement: isActive ? "active" : "disabled", node_id: nodeId("RepositoryRuleset", id), created_at: at },
    ...{ updated_at: at, _links: { self } },
  };
}
