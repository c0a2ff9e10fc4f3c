import { BOUNDS } from "../../limits/bounds.ts";
import type { ObjectReader } from "../../objects/object-reader.ts";
import { FOLDER_MODE } from "../../objects/parse-tree.ts";
import { walkChanges } from "../../objects/walk-changes.ts";
import { protectedPaths } from "../paths/protected-paths.ts";
import { pathText, showPath } from "../paths/show-path.ts";
import { PROTECTED_PLACES } from "../protected-places.ts";
import { CI_PLACES } from "./ci-places.ts";
import { readWorkflows } from "./read-workflows.ts";

/** A person reads them. */
const MAX_PATHS = 50;
/** Of more files no result is published: each is looked for in all workflows. */
const MAX_FILES = 3000;
const PLACES = protectedPaths([...PROTECTED_PLACES.filter(({ role }) => role === "ci"), ...CI_PLACES]);

/**
 * The files that a change adds, changes or removes and that the repository's CI runs, as paths for people: those that CI runs
 * everywhere, and those that a workflow of the base or of the change names. The first 50 of them.
 */
export async function findRunByCi(
  reader: ObjectReader,
  { base, head }: { base: string; head: string },
): Promise<string[]> {
  const [{ tree: before }, { tree }] = [await reader.commit(base), await reader.commit(head)];
  const workflows = [...new Set([await readWorkflows(reader, before), await readWorkflows(reader, tree)])].join("\n");
  const found: string[] = [];
  let files = 0;
  for await (const { path, entry, before: old } of walkChanges({
    ...{ reader, tree, parents: [before], maxDepth: BOUNDS.depth },
  })) {
    const isFile = (entry ?? old)?.mode !== FOLDER_MODE;
    files += isFile ? 1 : 0;
    if (isFile && (PLACES.find(pathText(path) ?? path, false) !== null || isNamed(workflows, path))) {
      found.push(showPath(path));
    }
    if (found.length >= MAX_PATHS || files >= MAX_FILES) {
      break;
    }
  }
  return found;
}

/** Whether a text has the path with nothing around it that would make another of it. Both are bytes in latin1. */
function isNamed(text: string, path: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    if (/(?:^|[^\w/.-]|\.\/)$/.test(before) && !/[\w/-]/.test(text.charAt(at + path.length))) {
      return true;
    }
  }
  return false;
}
