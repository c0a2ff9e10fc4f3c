import { findCommit } from "../find-commit.ts";
import { askView, type View } from "../view/open-view.ts";

const ORIGIN = "refs/remotes/origin/";
const HEADS = "refs/heads/";
/** By custom, the likelier one first. */
const USUAL = ["main", "master"] as const;

/** The branch that a repository takes as its main one. */
export interface DefaultBranch {
  name: string;
  /** The repository says so itself. Else it is a guess for one of which nothing is known yet. */
  isSaid: boolean;
}

/**
 * The default branch of a person's repository: what its origin/HEAD names, or HEAD of a bare one. Where neither is there, what
 * its first checkout is on, and else the usual name, is a guess: what is checked out later changes nothing.
 */
export async function findDefaultBranch(view: View): Promise<DefaultBranch> {
  const origin = await askView(view, ["symbolic-ref", "--quiet", `${ORIGIN}HEAD`]);
  if (origin?.startsWith(ORIGIN)) {
    return { name: origin.slice(ORIGIN.length), isSaid: true };
  }
  const [, checkedOut] = /^ref:\s*refs\/heads\/(.+)$/.exec(view.commonHead) ?? [];
  if (checkedOut !== undefined) {
    return { name: checkedOut, isSaid: view.place.isBare };
  }
  for (const name of USUAL) {
    if ((await findCommit(view.path, `${HEADS}${name}`, view.reader)) !== null) {
      return { name, isSaid: false };
    }
  }
  return { name: USUAL[0], isSaid: false };
}
