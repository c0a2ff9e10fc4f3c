import { askGit } from "./run-git.ts";

/** Where each ref is, by its whole name. */
export type Refs = ReadonlyMap<string, string>;

export async function readRefs(folder: string, below = "refs/"): Promise<Refs> {
  const listed = (await askGit(folder, ["for-each-ref", "--format=%(objectname) %(refname)", below])) ?? "";
  const lines = listed.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(line.indexOf(" ") + 1), line.slice(0, line.indexOf(" "))]));
}

/** Full id of an object that is there and of the kind; null: it isn't. */
export async function findObject(folder: string, name: string, kind: "commit" | "tree"): Promise<string | null> {
  return askGit(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{${kind}}`]);
}

/** The new commit has the old one behind it. */
export async function isAncestor(folder: string, old: string, next: string): Promise<boolean> {
  return (await askGit(folder, ["merge-base", "--is-ancestor", old, next])) !== null;
}
