import { isAncestor } from "../git/refs.ts";
import type { RefChange } from "../git/watch-refs.ts";
import type { Repository } from "../state/repository.ts";
import { listNewCommits } from "./new-commits.ts";
import { listRules } from "./rules-of-branch.ts";

/** A rule that a change breaks, in GitHub's words, and the commits that break it. */
export interface Violation {
  sentence: string;
  commits: readonly string[];
}

type Check = (repository: Repository, change: RefChange) => Promise<readonly string[] | boolean>;

const CHECKS: Readonly<Record<string, { sentence: string; check: Check }>> = {
  creation: {
    sentence: "Cannot create ref due to creations being restricted.",
    check: async (_, { before }) => before === null,
  },
  update: {
    sentence: "Cannot update this protected ref.",
    check: async (_, { before, after }) => before !== null && after !== null,
  },
  deletion: { sentence: "Cannot delete this branch", check: async (_, { after }) => after === null },
  non_fast_forward: { sentence: "Cannot force-push to this branch", check: isForced },
  pull_request: { sentence: "Changes must be made through a pull request.", check: async () => true },
  required_signatures: { sentence: "Commits must have verified signatures.", check: listUnsigned },
  required_linear_history: { sentence: "This branch must not contain merge commits.", check: listMerges },
};

/** Which rules of the branch a change of it breaks; rules that the peer doesn't know are kept by all. */
export async function findViolations(repository: Repository, change: RefChange): Promise<Violation[]> {
  const rules = listRules(repository, change.ref.replace("refs/heads/", ""));
  const violations: Violation[] = [];
  for (const { rule } of change.ref.startsWith("refs/heads/") ? rules : []) {
    const broken = await CHECKS[rule.type]?.check(repository, change);
    if (broken === true || (Array.isArray(broken) && broken.length > 0)) {
      violations.push({ sentence: CHECKS[rule.type]?.sentence ?? "", commits: broken === true ? [] : broken });
    }
  }
  return violations;
}

async function isForced({ folder }: Repository, { before, after }: RefChange): Promise<boolean> {
  return before !== null && after !== null && !(await isAncestor(folder, before, after));
}

async function listUnsigned(repository: Repository, change: RefChange): Promise<string[]> {
  const commits = await listNewCommits(repository, change);
  return commits.filter((sha) => !repository.signedCommits.has(sha));
}

function listMerges(repository: Repository, change: RefChange): Promise<string[]> {
  return listNewCommits(repository, change, ["--merges"]);
}
