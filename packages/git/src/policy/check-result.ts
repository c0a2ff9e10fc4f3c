import type { PolicyFinding, ResultPolicy } from "@catalyst/core";
import { createChangeCount } from "../objects/count-changes.ts";
import type { ObjectFacts, ObjectReader } from "../objects/object-reader.ts";
import type { Commit } from "../objects/parse-commit.ts";
import { type CommitCheck, checkChanges } from "./check-changes.ts";
import { checkContents } from "./check-contents.ts";
import { checkMessage } from "./check-message.ts";
import { checkSizes } from "./check-sizes.ts";
import { collectFindings } from "./findings.ts";
import { createLinkChecks } from "./paths/check-links.ts";
import { protectedPaths } from "./paths/protected-paths.ts";

export interface CheckedResult {
  reader: ObjectReader;
  repositoryPath: string;
  /** All commits that are new to the repository it is for, parents before their children. */
  commits: readonly string[];
  head: string;
  /** What the whole is compared with. */
  base: string;
  /** The branch that it came from, as it is now; null: there is none. */
  baseTip: string | null;
  objects: ReadonlyMap<string, ObjectFacts>;
  /** Objects that hold a secret which the execution may have got. */
  secretObjects: ReadonlySet<string>;
  branch: string;
  policy: ResultPolicy;
  deadline: number;
}

/**
 * Checks all that is new: each commit's message, and each name, link and content that it changes. What only came and went is
 * published with the history, too. Throws BeyondBounds and MalformedObject for what can't be checked.
 */
export async function checkResult(result: CheckedResult): Promise<PolicyFinding[]> {
  const { reader, policy, head, branch } = result;
  const findings = collectFindings(head);
  const base = await reader.commit(result.base);
  const links = createLinkChecks({ reader, base: base.tree, findings });
  const places = protectedPaths(policy.protectedPaths);
  const aliases = protectedPaths(await links.findAliases(places));
  const changes: CommitCheck = {
    ...result,
    findings,
    links,
    places,
    aliases,
    blobs: new Map(),
    count: createChangeCount(),
  };
  await checkMessage({ text: branch, findings, commit: head });
  for (const id of result.commits) {
    const commit = await reader.commit(id);
    await checkMessage({ text: commit.message, findings, commit: id });
    if (result.secretObjects.has(id)) {
      findings.add({ rule: "secret", path: null, detail: "a commit holds a secret of this execution" }, id);
    }
    await checkChanges(changes, { id, tree: commit.tree, parents: await treesOf(reader, commit) });
  }
  await checkWhole(changes, result, base);
  const { findsConflictMarks } = policy;
  await checkContents({ ...result, base: base.tree, findings, findsConflictMarks }, changes.blobs.values());
  return findings.list();
}

/** From end to end: what a merge brought along, and how much it is. */
async function checkWhole(changes: CommitCheck, result: CheckedResult, base: Commit): Promise<void> {
  const { reader, head, baseTip, policy } = result;
  const { tree } = await reader.commit(head);
  const tips = baseTip === null ? [] : [(await reader.commit(baseTip)).tree];
  await checkChanges({ ...changes, count: createChangeCount() }, { id: head, tree, parents: [base.tree, ...tips] });
  await checkSizes({ ...changes, policy }, { tree, base: base.tree });
}

async function treesOf(reader: ObjectReader, { parents }: Commit): Promise<string[]> {
  const trees: string[] = [];
  for (const parent of parents) {
    trees.push((await reader.commit(parent)).tree);
  }
  return trees;
}
