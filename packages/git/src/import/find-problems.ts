import type { PolicyFinding } from "@catalyst/core";
import { checkResult } from "../policy/check-result.ts";
import { findCodeOwners } from "../policy/owners/find-code-owners.ts";
import { showText } from "../policy/paths/show-path.ts";
import type { ImportOrder } from "./import-order.ts";
import type { Brought } from "./objects/brought.ts";

const MAX_COMMITS = 1000;

/** All that is wrong with a result: as a history, as objects, and by the policy. */
export async function findProblems(order: ImportOrder, brought: Brought): Promise<PolicyFinding[]> {
  const { head, news, malformed, secretObjects, reader, isBased, baseTip } = brought;
  const { resultPath: repositoryPath, baseCommit, checkedFrom: base, branch, policy, searchSeconds } = order;
  const findings: PolicyFinding[] = [];
  const find = (rule: string, detail: string) => findings.push({ rule, path: null, detail });
  if (malformed !== null) {
    find("malformed_object", `git refuses what was pushed: ${showText(malformed)}`);
  }
  if (secretObjects === null) {
    find("unsearched", "the gateway did not search what was pushed for the execution's secrets");
  }
  if (!isBased) {
    find("unrelated_history", "the branch doesn't contain the commit that the work started from");
  }
  if (news.commits.length > MAX_COMMITS) {
    find("too_many_commits", `${news.commits.length} commits, ${MAX_COMMITS} are allowed`);
  }
  const checked = await checkResult({
    reader,
    repositoryPath,
    commits: news.commits,
    head,
    base,
    baseTip,
    objects: news.objects,
    secretObjects: secretObjects ?? new Set(),
    branch,
    policy,
    deadline: Date.now() + searchSeconds * 1000,
  });
  return nameOwners([...findings, ...checked], { reader, baseCommit });
}

/** Says of changes of protected places who has to agree to them, as the base has it: the change itself has no say. */
async function nameOwners(
  findings: PolicyFinding[],
  { reader, baseCommit }: Pick<Brought, "reader"> & Pick<ImportOrder, "baseCommit">,
): Promise<PolicyFinding[]> {
  if (!findings.some(isOfProtected)) {
    return findings;
  }
  const ownersOf = await findCodeOwners(reader, baseCommit);
  return findings.map((finding) => {
    const owners = isOfProtected(finding) ? ownersOf(finding.path ?? "") : [];
    return owners.length === 0 ? finding : { ...finding, owners: [...owners] };
  });
}

function isOfProtected({ rule, path }: PolicyFinding): boolean {
  return rule === "protected_path" && path !== null;
}
