import type { Job } from "@catalyst/core";
import { agentEnv } from "../agent/plan-agent.ts";
import { fetchHandover } from "../gateway/fetch-handover.ts";
import type { JobEnd } from "../job-end.ts";
import { type JobRun, say } from "../job-run.ts";
import { createGit, type Git } from "../workspace/git.ts";
import { nameFiles, splitNames } from "../workspace/name-files.ts";
import type { Work } from "../workspace/own-repository.ts";
import { prepareWorkspace } from "../workspace/prepare-workspace.ts";
import { type HookEnd, runHook } from "../workspace/run-hook.ts";
import { notPrepared } from "./prepare-stage.ts";

/**
 * Runs the project's `verify` on the commit that was pushed, in a workspace that no agent ever was in: that of the setup, or
 * a fresh clone. Its exit code is the job's end; what it changes goes with the stage.
 */
export async function runVerifyStage(run: JobRun, work: Work): Promise<JobEnd> {
  let place: Place;
  try {
    place = await checkOutPushed(run, work);
  } catch (error) {
    return notPrepared(run, error);
  }
  const { exitCode } = await verify(run, place);
  if (run.signal.aborted) {
    return { kind: "notCompleted" };
  }
  await say(run, ...(await describeChanges(place)));
  return { kind: exitCode === 0 ? "done" : "notVerified" };
}

interface Place {
  work: Work;
  git: Git;
  commit: string;
}

async function checkOutPushed(run: JobRun, { env, repositoryPath, ...rest }: Work): Promise<Place> {
  const { job, signal } = run;
  const { pushedCommit } = await fetchHandover(job, signal);
  const commit = pushedCommit ?? job.repository.baseCommit;
  const begun: Job = { ...job, repository: { ...job.repository, baseCommit: commit } };
  const work: Work = { ...rest, env, repositoryPath, job: begun };
  await prepareWorkspace({ ...run, job: begun }, work);
  return { work, git: createGit({ env, folder: repositoryPath, signal }), commit };
}

function verify({ job, spool, signal }: JobRun, { work, commit }: Place): Promise<HookEnd> {
  return runHook({
    name: "verify",
    script: job.hooks.verify ?? "",
    attempt: job.turn,
    cache: null,
    commit,
    env: agentEnv(job, work.env),
    folder: work.repositoryPath,
    timeoutSeconds: job.hooks.timeoutSeconds,
    graceSeconds: job.graceSeconds,
    onEvent: (body) => spool.add(body),
    signal,
  });
}

/** A project whose `verify` formats files, for example, must see that none of it is taken. */
async function describeChanges({ git, commit }: Place): Promise<string[]> {
  const changed = await git.exchange("", "diff", "--name-only", "-z", "--no-ext-diff", commit).catch(() => null);
  const made = await git.exchange("", "ls-files", "-z", "--others", "--exclude-standard").catch(() => null);
  const names = [changed, made].flatMap((output) => (output === null ? [] : splitNames(output)));
  return nameFiles("verify changed these files, of which nothing is kept", names);
}
