import type { AskedHead, RepositorySnapshot } from "@catalyst/core";
import { CatalystError } from "@catalyst/core";
import { findBase } from "../base/find-base.ts";
import { findDefaultBranch } from "../base/find-default-branch.ts";
import { listAbsentFolders } from "../files/list-absent-folders.ts";
import { listFiles } from "../files/list-files.ts";
import { readFiles } from "../files/read-files.ts";
import { findCommit, type Revision } from "../find-commit.ts";
import { checkComplete } from "../view/check/check-complete.ts";
import { checkCommits } from "../view/inspect-repository.ts";
import { runInView, type View } from "../view/open-view.ts";
import { describeView } from "./describe-view.ts";

const HEADS = "refs/heads/";
/** HEAD, alone or with a way back from it. */
const FROM_HEAD = /^(?:HEAD|@)(?=[~^]|$)/;

/** A person's repository on this machine. What can be asked at once is. Throws `invalid_input` for one without commits. */
export async function snapshotView(view: View): Promise<RepositorySnapshot> {
  const listing = listBranches(view);
  const names = listing.then((branches) => [...branches.keys()]);
  const [, branches, defaultBranch] = await Promise.all([checkCommits(view), listing, findDefaultBranch(view, names)]);
  const { path: repositoryPath, reader: as } = view;
  return {
    defaultBranch,
    async findBase(asked, head) {
      const base = await findAskedBase(view, asked, head);
      await checkComplete(view, base.commit);
      return base;
    },
    describe: () => describeView(view),
    findBranch: async (branch) => branches.get(branch) ?? null,
    listBranchesAt: async (commit) => [...branches].flatMap(([branch, tip]) => (tip === commit ? [branch] : [])),
    readFiles: (input) => readFiles({ ...input, repositoryPath, as }),
    listFiles: (input) => listFiles({ ...input, repositoryPath, as }),
    listAbsentFolders: (input) => listAbsentFolders({ ...input, repositoryPath, as }),
  };
}

async function listBranches(view: View): Promise<Map<string, string>> {
  const lines = (await runInView(view, ["for-each-ref", "--format=%(objectname) %(refname)", HEADS])).split("\n");
  const refs = lines.filter(Boolean).map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(space + 1 + HEADS.length), line.slice(0, space)] as const;
  });
  return new Map(refs);
}

/** What HEAD means is what it meant when the work was asked for. */
async function findAskedBase(view: View, asked: string | null, head: AskedHead | null): Promise<Revision> {
  if (head === null || (asked !== null && !FROM_HEAD.test(asked))) {
    return findBase(view, asked);
  }
  const { commit, ref } = head;
  if ((await findCommit(view.path, commit, view.reader)) === null) {
    throw new CatalystError(
      "base_gone",
      `Starting the work in ${view.place.root} failed: the commit ${commit.slice(0, 12)}, at which HEAD was when it was asked for, isn't in the repository any more. Ask for it again.`,
    );
  }
  const way = asked?.replace(FROM_HEAD, "") ?? "";
  if (way !== "") {
    return findBase(view, `${commit}${way}`);
  }
  return { name: ref?.startsWith(HEADS) ? ref.slice(HEADS.length) : commit, commit };
}
