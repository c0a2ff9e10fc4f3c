import { matchesPath } from "@catalyst/core";
import { type JobRun, say } from "../../job-run.ts";
import { checkOutStart, describeMissing } from "../clone-repository.ts";
import { createGit, type Git } from "../git.ts";
import { splitNames } from "../name-files.ts";
import type { Work } from "../own-repository.ts";
import { keepBefore } from "./keep-before.ts";
import { describeEnd, listChanged, runSetup, settleSetup } from "./run-setup.ts";

/**
 * Takes a workspace that was set up at another commit to the one that the work starts from. Where that changes what `setup`
 * goes by, it runs again: without secrets, as anybody may have written these files, so it may fail where it needs them. What
 * it did is undone then, and no reason not to work. Who reviews these files finds nothing of it but files that it made.
 */
export async function moveToStart(run: JobRun, work: Work, setUpCommit: string): Promise<void> {
  const { setup } = run.job.hooks;
  const git = createGit({ env: work.env, folder: work.repositoryPath, signal: run.signal });
  await checkOutStart(git, work, run.signal);
  await say(run, ...(await describeMissing(work.repositoryPath)));
  if (setup !== null && (await isOtherSetup(git, run, setUpCommit))) {
    await setUpAgain(run, work, { git, script: setup });
  }
}

async function isOtherSetup(git: Git, { job }: JobRun, setUpCommit: string): Promise<boolean> {
  const { setupReads } = job.hooks;
  const between = [setUpCommit, job.repository.baseCommit];
  const changed = splitNames(
    await git.exchange("", "diff-tree", "-r", "-z", "--name-only", "--no-renames", ...between),
  );
  return changed.some(
    (name) => setupReads === null || matchesPath(setupReads, Buffer.from(name, "latin1").toString("utf8")),
  );
}

async function setUpAgain(run: JobRun, work: Work, { git, script }: { git: Git; script: string }): Promise<void> {
  const isReviewed = run.job.repository.reviewed !== null;
  const before = await keepBefore(work, isReviewed);
  if (before === null) {
    await say(run, "The files that setup goes by are others here. It isn't run again: there is no room to undo it.");
    return;
  }
  await say(run, "The files that setup goes by are others here: it runs again, without secrets.");
  const home = isReviewed ? before.home : undefined;
  const end = await runSetup(run, work, { script, cache: null, secrets: {}, home });
  if (run.signal.aborted) {
    throw new Error("It was ended while its setup ran.");
  }
  if (end.exitCode === 0) {
    await (isReviewed ? before.putBack(".git") : undefined);
    await settleSetup(run, work, { git, changed: await listChanged(git, work) });
  } else {
    await before.putBack(".");
    await say(
      run,
      `The project's setup hook failed on these files (${describeEnd(end)}). What it did was undone: what it made of the files at ${run.job.repository.setUpCommit?.slice(0, 10)} is there.`,
    );
  }
  await before.drop();
}
