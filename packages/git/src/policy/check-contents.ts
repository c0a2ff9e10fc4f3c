import type { ObjectReader } from "../objects/object-reader.ts";
import { findInTree } from "./content/find-in-tree.ts";
import { findNewLifecycleScripts } from "./content/lifecycle-scripts.ts";
import { keyOfHit, searchBlob } from "./content/search-blob.ts";
import type { Hit } from "./content/search-piece.ts";
import type { Findings } from "./findings.ts";
import { pathText, showPath } from "./paths/show-path.ts";

/** A file's content that is new, where it first stands. */
export interface NewBlob {
  id: string;
  /** Byte for byte in latin1. */
  path: string;
  commit: string;
  /** What the path held before; null: nothing. */
  before: string | null;
}

export interface ContentCheck {
  reader: ObjectReader;
  repositoryPath: string;
  base: string;
  findings: Findings;
  /** Whether marks of conflicts are to be told of; absent: they are text as any other. */
  findsConflictMarks?: boolean;
  /** When to stop, in milliseconds since 1970: what is not searched by then is a finding. */
  deadline: number;
}

const MAX_OPEN = 2000;

/** Searches all new contents. What the file, or any other of the base, held before isn't new: it may be moved. */
export async function checkContents(check: ContentCheck, blobs: Iterable<NewBlob>): Promise<void> {
  const open: { blob: NewBlob; hit: Hit }[] = [];
  for (const blob of blobs) {
    if (Date.now() > check.deadline || open.length > MAX_OPEN) {
      check.findings.add({
        rule: "unchecked",
        path: null,
        detail: "there is too much to search or to find in the contents: not all of them were searched",
      });
      break;
    }
    open.push(...(await searchNew(check, blob)).map((hit) => ({ blob, hit })));
    await checkScripts(check, blob);
  }
  const evidence = new Set(open.flatMap(({ hit }) => hit.evidence));
  const known = await findInTree({ repositoryPath: check.repositoryPath, tree: check.base }, evidence);
  for (const { blob, hit } of open.filter(({ hit: { evidence: lines } }) => !lines.every((line) => known.has(line)))) {
    check.findings.add({ rule: hit.rule, path: showPath(blob.path), detail: hit.detail }, blob.commit);
  }
}

async function searchNew(
  { reader, findsConflictMarks = false }: ContentCheck,
  { id, path, before }: NewBlob,
): Promise<Hit[]> {
  const name = pathText(path) ?? path;
  const all = await searchBlob(reader, id, name);
  const hits = findsConflictMarks ? all : all.filter(({ rule }) => rule !== "conflict_mark");
  if (hits.length === 0 || before === null) {
    return hits;
  }
  const old = new Set((await searchBlob(reader, before, name)).map(keyOfHit));
  return hits.filter((hit) => !old.has(keyOfHit(hit)));
}

async function checkScripts({ reader, findings }: ContentCheck, blob: NewBlob): Promise<void> {
  const name = blob.path.slice(blob.path.lastIndexOf("/") + 1);
  for (const script of await findNewLifecycleScripts(reader, { ...blob, name })) {
    const detail = `the script ${script} runs by itself when the package is installed`;
    findings.add({ rule: "lifecycle_script", path: showPath(blob.path), detail }, blob.commit);
  }
}
