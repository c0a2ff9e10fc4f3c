import { CatalystError } from "@catalyst/core";
import { findRevision, type Revision } from "../find-commit.ts";
import { askView, type View } from "../view/open-view.ts";
import { MAX_BRANCHES, nameBranches } from "./name-branches.ts";

const HEAD = ["HEAD", "@"];

/**
 * The branch, tag or commit to start from in a person's checkout as it is at this moment: the one asked for if it is there,
 * else what is checked out. Throws `not_found` naming the branches.
 */
export async function findBase(view: View, asked: string | null): Promise<Revision> {
  return asked === null || HEAD.includes(asked) ? findCheckedOut(view) : findAsked(view, asked);
}

async function findCheckedOut(view: View): Promise<Revision> {
  const branch = await askView(view, ["symbolic-ref", "--quiet", "HEAD"]);
  const commit = await askView(view, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (commit === null) {
    await checkReadable(view, ["HEAD"]);
    const head = branch === null ? "HEAD" : shorten(branch);
    throw new CatalystError(
      "not_found",
      `Choosing where to start in ${view.place.root} failed: what is checked out, ${head}, has no commit. ${await listBranches(view)}`,
      { way: { kind: "choose", what: "base" } },
    );
  }
  return { name: branch?.startsWith("refs/heads/") ? shorten(branch) : commit, commit };
}

async function findAsked(view: View, asked: string): Promise<Revision> {
  const found = await findRevision(view.path, asked, view.reader);
  if (found === null) {
    await checkReadable(view, [`refs/heads/${asked}`, `refs/tags/${asked}`]);
    throw new CatalystError(
      "not_found",
      `Finding "${asked}" in ${view.place.root} failed: there is no such branch, tag or commit. ${await listBranches(view)}`,
    );
  }
  return found;
}

/** Throws `unavailable` where a ref is there and what it leads to isn't. */
async function checkReadable(view: View, refs: string[]): Promise<void> {
  for (const ref of refs) {
    const object = await askView(view, ["rev-parse", "--verify", "--quiet", ref]);
    if (object !== null) {
      const whose = view.reader === null ? "" : ` with the rights of its owner (uid ${view.reader.uid})`;
      throw new CatalystError(
        "unavailable",
        `Reading ${ref} in ${view.place.root} failed: its commit, ${object.slice(0, 12)}, isn't in the repository, or in another one that it borrows from (objects/info/alternates) and that can't be read${whose}. See what is wrong, in it: git fsck`,
      );
    }
  }
}

async function listBranches(view: View): Promise<string> {
  const args = ["for-each-ref", `--count=${MAX_BRANCHES}`, "--format=%(refname:lstrip=2)", "refs/heads"];
  return nameBranches(((await askView(view, args)) ?? "").split("\n").filter(Boolean));
}

function shorten(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}
