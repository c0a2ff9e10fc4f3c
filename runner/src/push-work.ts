import type { Job } from "@catalyst/core";
import type { Git } from "./git.ts";

/** What left-over changes and pushes need. */
export interface Work {
  job: Job;
  git: Git;
}

/** Commits what the agent left uncommitted, ignored files left out. False when there was nothing, or git couldn't. */
export async function commitLeftovers({ job, git }: Work): Promise<boolean> {
  const status = await git.ask("status", "--porcelain", "--ignore-submodules=dirty");
  if (status === null || status === "") {
    return false;
  }
  // A merge or rebase that was left half done is taken as it is.
  await git.ask("add", "--all");
  return (
    (await git.ask("commit", "--quiet", "--no-verify", "--no-gpg-sign", `--message=${job.leftoverCommitMessage}`)) !==
    null
  );
}

/** The commit that the agent's work is at, wherever it left HEAD; null when there is none beyond the start. */
export async function findHead({ job, git }: Work): Promise<string | null> {
  const head = await git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  return head === null || head === job.repository.baseCommit ? null : head;
}

/** Pushes the commit as the job's branch. The agent may have changed its remotes and refs: both ends are named. */
export async function pushHead({ job, git }: Work, input: { head: string; remote: string }): Promise<void> {
  await git.run(
    "push",
    "--quiet",
    "--force",
    "--no-verify",
    "--",
    input.remote,
    `${input.head}:refs/heads/${job.repository.branch}`,
  );
}
