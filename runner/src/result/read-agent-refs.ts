import { agentGit, type Work } from "../workspace/own-repository.ts";

const FORMAT = "%(objecttype)%00%(objectname)%00%(*objectname)%00%(refname)%00%(refname:short)%00%(HEAD)";
const PLACES = ["refs/heads", "refs/remotes", "refs/tags", "refs/stash"];

/** Where the agent's repository is, and what it has a name for. */
export interface AgentRefs {
  /** null: there is no history any more, or no commit in it. */
  head: string | null;
  /** Where the job's branch is; null: it is gone. */
  onBranch: string | null;
  isOnBranch: boolean;
  /** Branches and tags. */
  named: NamedCommit[];
  hasStash: boolean;
}

interface NamedCommit {
  name: string;
  commit: string;
  /** Of a branch as the remote has it. */
  isRemote: boolean;
}

export async function readAgentRefs(work: Work): Promise<AgentRefs> {
  const [head, refs] = await Promise.all([
    agentGit(work).ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
    listRefs(work),
  ]);
  const branch = refs.find(({ ref, type }) => ref === branchOf(work) && type === "commit");
  const others = refs.filter(({ ref }) => ref !== "refs/stash");
  return {
    head,
    onBranch: branch?.object ?? null,
    isOnBranch: branch?.mark === "*",
    named: others.map(({ name, tagged, object, ref }) => ({
      ...{ name, commit: tagged || object, isRemote: ref.startsWith("refs/remotes/") },
    })),
    hasStash: refs.length > others.length,
  };
}

/** git lists nothing where one ref leads to what isn't there: the job's branch is asked for by itself then. */
async function listRefs(work: Work) {
  const ask = (...places: string[]) => agentGit(work).ask("for-each-ref", `--format=${FORMAT}`, ...places);
  const list = (await ask(...PLACES)) ?? (await ask(branchOf(work))) ?? "";
  return list.split("\n").flatMap((line) => {
    const [type = "", object = "", tagged = "", ref = "", name = "", mark = ""] = line.split("\0");
    return ref === "" ? [] : [{ type, object, tagged, ref, name, mark }];
  });
}

function branchOf({ job }: Work): string {
  return `refs/heads/${job.repository.branch}`;
}
