import type { BesideCommit } from "@catalyst/core";
import type { Git } from "../../workspace/git.ts";
import { type AgentParts, agentGit, type Work } from "../../workspace/own-repository.ts";
import type { AgentRefs } from "../read-agent-refs.ts";
import { collectWorkingTrees } from "./collect-working-trees.ts";

/** As many as there is room for beside a branch. */
const MAX_BESIDE = 20;
const MAX_NAME_LENGTH = 200;

export interface Left {
  refs: Pick<AgentRefs, "named" | "hasStash">;
  parts: AgentParts;
  /** What the result has. */
  taken: string[];
  /** Where the agent was as well. */
  others: string[];
}

/** What branches, tags, stashes and working trees have that neither the result nor the repository has. */
export async function findBeside(
  git: Git,
  { work, own }: { work: Work; own: string },
  { refs: { named, hasStash }, parts, taken, others }: Left,
): Promise<{ found: BesideCommit[]; leftOut: string[] }> {
  const beside = await Promise.all([
    hasStash ? listStashes(work) : [],
    collectWorkingTrees({ work, own, linked: parts.worktrees }),
  ]);
  const remotes = named.filter(({ isRemote }) => isRemote).map(({ commit }) => commit);
  const known = [work.job.repository.baseCommit, ...taken, ...remotes];
  const candidates = [
    ...others.map((commit) => ({ name: "where it was last", commit })),
    ...named.filter(({ isRemote }) => !isRemote).map(({ name, commit }) => ({ name, commit })),
    ...beside.flat(),
  ];
  const found: BesideCommit[] = [];
  for (const candidate of candidates) {
    const isTaken = [...known, ...found.map(({ commit }) => commit)].includes(candidate.commit);
    if (!isTaken && (await hasNews(git, candidate.commit, known))) {
      found.push({ ...candidate, name: candidate.name.slice(0, MAX_NAME_LENGTH) });
    }
  }
  const more = found.slice(MAX_BESIDE);
  const leftOut = more.length === 0 ? [] : [`${more.length} more branches and tags beside the result`];
  return { found: found.slice(0, MAX_BESIDE), leftOut };
}

async function listStashes(work: Work): Promise<BesideCommit[]> {
  const list = (await agentGit(work).ask("log", "--walk-reflogs", "--format=%H%x00%gd", "refs/stash", "--")) ?? "";
  return list.split("\n").flatMap((line) => {
    const [commit = "", name = ""] = line.split("\0");
    return name === "" ? [] : [{ name, commit }];
  });
}

async function hasNews(git: Git, commit: string, known: string[]): Promise<boolean> {
  const input = [commit, ...known.map((one) => `^${one}`), ""].join("\n");
  return (await git.exchange(input, "rev-list", "--max-count=1", "--ignore-missing", "--stdin")).length > 0;
}
