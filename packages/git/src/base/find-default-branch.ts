import { join } from "node:path";
import { askView, type View } from "../view/open-view.ts";
import { readPlainFile } from "../view/read/read-plain-file.ts";

const ORIGIN = "refs/remotes/origin/";
/** By custom, the likelier one first. */
const USUAL = ["main", "master"] as const;
/** Results of agents. */
const RESULTS = "catalyst/";
const MAX_BRANCHES = 1000;
const MAX_HEAD_BYTES = 4096;

/** The branch that a repository takes as its main one. */
export interface DefaultBranch {
  name: string;
  /** The repository says so itself. Else it is a guess for one of which nothing is known yet. */
  isSaid: boolean;
}

/**
 * The default branch of a person's repository: what its origin/HEAD names, or HEAD of a bare one. Where neither is there, the
 * usual name, or the only branch that there is, is a guess. What is checked out says nothing: settings of the default branch
 * count, and anybody's branch may be looked at. `known`: its branches; null: they are asked for.
 */
export async function findDefaultBranch(
  view: View,
  known: Promise<readonly string[]> | null = null,
): Promise<DefaultBranch> {
  const [origin, names] = await Promise.all([findOriginHead(view), known]);
  if (origin?.startsWith(ORIGIN)) {
    return { name: origin.slice(ORIGIN.length), isSaid: true };
  }
  const [, head] = /^ref:\s*refs\/heads\/(.+)$/.exec(view.commonHead) ?? [];
  if (head !== undefined && view.place.isBare) {
    return { name: head, isSaid: true };
  }
  const branches = names === null ? await listBranches(view) : names.filter((name) => !name.startsWith(RESULTS));
  const usual = USUAL.find((name) => branches.includes(name));
  const only = branches.length === 1 ? branches[0] : undefined;
  return { name: usual ?? only ?? USUAL[0], isSaid: false };
}

/** The ref that origin/HEAD names, which is always a file; what that doesn't say plainly is git's to say. */
async function findOriginHead(view: View): Promise<string | null> {
  const path = join(view.place.commonDir, ORIGIN, "HEAD");
  const file = view.reader === null ? await readPlainFile(path, { maxBytes: MAX_HEAD_BYTES }) : null;
  if (file?.kind === "absent") {
    return null;
  }
  const [, named] = /^ref: (refs\/[^\s\0]+)\n$/.exec(file?.kind === "file" ? file.bytes.toString() : "") ?? [];
  return named ?? askView(view, ["symbolic-ref", "--quiet", `${ORIGIN}HEAD`]);
}

async function listBranches(view: View): Promise<string[]> {
  const args = ["for-each-ref", `--count=${MAX_BRANCHES}`, "--format=%(refname:lstrip=2)"];
  const usual = await askView(view, [...args, ...USUAL.map((name) => `refs/heads/${name}`)]);
  const all = await askView(view, [...args, "refs/heads"]);
  const names = `${usual ?? ""}\n${all ?? ""}`.split("\n");
  return [...new Set(names)].filter((name) => name !== "" && !name.startsWith(RESULTS));
}
