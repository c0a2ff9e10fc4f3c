import type { ResultPolicy } from "@catalyst/core";
import { BOUNDS } from "../limits/bounds.ts";
import type { ChangeCount } from "../objects/count-changes.ts";
import type { ObjectFacts, ObjectReader } from "../objects/object-reader.ts";
import { FOLDER_MODE, LINK_MODE, SUBMODULE_MODE, type Tree } from "../objects/parse-tree.ts";
import { type Change, walkChanges } from "../objects/walk-changes.ts";
import type { NewBlob } from "./check-contents.ts";
import { createNamesSearch } from "./content/names-search.ts";
import type { Findings } from "./findings.ts";
import { checkChange } from "./paths/check-change.ts";
import { checkFolder } from "./paths/check-folder.ts";
import type { LinkChecks } from "./paths/check-links.ts";
import type { ProtectedPaths } from "./paths/protected-paths.ts";
import { pathText, showPath } from "./paths/show-path.ts";

/** What all commits of a result are checked with. */
export interface CommitCheck {
  reader: ObjectReader;
  objects: ReadonlyMap<string, ObjectFacts>;
  secretObjects: ReadonlySet<string>;
  findings: Findings;
  links: LinkChecks;
  places: ProtectedPaths;
  /** Places that protected links of the base lead to. */
  aliases: ProtectedPaths;
  policy: ResultPolicy;
  /** Filled: contents to search, by their object. */
  blobs: Map<string, NewBlob>;
  count: ChangeCount;
}

export interface CheckedTree {
  /** The commit that has it. */
  id: string;
  tree: string;
  parents: readonly string[];
}

const NOTHING: Tree = new Map();

/** Checks all names that a commit changes, and notes the new contents. */
export async function checkChanges(check: CommitCheck, { id, tree, parents }: CheckedTree): Promise<void> {
  let hasLinks = false;
  const names = createNamesSearch(check.findings, id);
  await checkFolderAt(check, id, {
    path: "",
    entry: { mode: FOLDER_MODE, name: "", id: tree },
    before: rootBefore(parents),
  });
  for await (const change of walkChanges({ reader: check.reader, tree, parents, maxDepth: BOUNDS.depth })) {
    check.count.add(change);
    hasLinks ||= change.entry?.mode === LINK_MODE || change.before?.mode === LINK_MODE;
    await checkOne(check, id, change);
    if (change.before === null) {
      await names.add(pathText(change.path) ?? change.path);
    }
  }
  await names.end();
  if (hasLinks) {
    await check.links.check(tree, id);
  }
}

function rootBefore([parent]: readonly string[]): Change["before"] {
  return parent === undefined ? null : { mode: FOLDER_MODE, name: "", id: parent };
}

async function checkOne(check: CommitCheck, commit: string, change: Change): Promise<void> {
  const { findings, places, aliases, blobs, secretObjects } = check;
  for (const finding of checkChange(change, places)) {
    findings.add(finding, commit);
  }
  const { path, entry } = change;
  const alias = aliases.find(pathText(path) ?? path, entry?.mode === FOLDER_MODE);
  if (alias !== null) {
    findings.add({ rule: "protected_path", path: showPath(path), detail: "a protected link leads there" }, commit);
  }
  if (entry === null) {
    return;
  }
  if (entry.mode === FOLDER_MODE) {
    await checkFolderAt(check, commit, change);
    return;
  }
  if (secretObjects.has(entry.id)) {
    findings.add({ rule: "secret", path: showPath(path), detail: "it holds a secret of this execution" }, commit);
  }
  if (!blobs.has(entry.id)) {
    noteBlob(check, commit, change);
  }
}

function noteBlob({ objects, blobs, findings, policy }: CommitCheck, commit: string, change: Change): void {
  const { path, entry, before } = change;
  const facts = entry === null ? undefined : objects.get(entry.id);
  if (entry === null || facts?.type !== "blob") {
    return;
  }
  const isFile = before !== null && before.mode !== FOLDER_MODE && before.mode !== SUBMODULE_MODE;
  blobs.set(entry.id, { id: entry.id, path, commit, before: isFile ? before.id : null });
  if (facts.bytes > policy.maxFileBytes) {
    const detail = `${facts.bytes} bytes, ${policy.maxFileBytes} are allowed`;
    findings.add({ rule: "file_size", path: showPath(path), detail }, commit);
  }
}

async function checkFolderAt(check: CommitCheck, commit: string, { path, entry, before }: Change): Promise<void> {
  const { reader, findings, secretObjects } = check;
  if (entry !== null && secretObjects.has(entry.id)) {
    const shown = path === "" ? "." : showPath(path);
    findings.add({ rule: "secret", path: shown, detail: "a name in it holds a secret of this execution" }, commit);
  }
  const now = entry === null ? NOTHING : await reader.tree(entry.id);
  const old = before?.mode === FOLDER_MODE ? await reader.tree(before.id) : NOTHING;
  for (const finding of checkFolder(path, now, old)) {
    findings.add(finding, commit);
  }
}
