import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fetchSetupSecrets } from "../gateway/fetch-setup-secrets.ts";
import { type JobRun, say } from "../job-run.ts";
import { checkOutStart, cloneRepository, describeMissing, fetchCommit, renewRepository } from "./clone-repository.ts";
import type { Git } from "./git.ts";
import { OWN_FOLDER, type Work } from "./own-repository.ts";
import { describeEnd, listChanged, runSetup, settleSetup } from "./setup/run-setup.ts";
import { moveToStart } from "./setup/set-up-again.ts";
import { withOnlyFiles } from "./setup/with-only-files.ts";
import { showBase } from "./show-base.ts";

/** There when a setup has passed: in a fresh home only where the environment was given the result of an earlier one. */
const SETUP_MARK = join(OWN_FOLDER, "setup-passed");

/**
 * The repository at the commit to start from, set up by the project's hook; for a review with what the change is read beside.
 * Rejects with what failed.
 */
export async function prepareWorkspace(run: JobRun, work: Work): Promise<void> {
  await prepareStart(run, work);
  await showBase(work, run.signal);
}

async function prepareStart(run: JobRun, work: Work): Promise<void> {
  const { hooks, repository } = run.job;
  if (repository.setUpCommit !== null) {
    return moveToStart(run, work, repository.setUpCommit);
  }
  const { setup } = hooks;
  if (setup !== null && (await isSetUp()) && (await renew(run, work))) {
    const event = { type: "hook", name: "setup", attempt: 1, cache: "hit", output: "", commit: null } as const;
    await run.spool.add({ ...event, phase: "started", exitCode: null });
    await run.spool.add({ ...event, phase: "ended", exitCode: 0 });
  } else {
    const git = await clone(run, work);
    await (setup === null ? checkOutStart(git, work, run.signal) : setUp(run, work, { git, script: setup }));
  }
  await say(run, ...(await describeMissing(work.repositoryPath)));
}

async function isSetUp(): Promise<boolean> {
  const mark = await lstat(SETUP_MARK).catch(() => null);
  return mark?.isFile() ?? false;
}

/** False when the clone that was kept is of no use: then everything is made anew. */
async function renew(run: JobRun, work: Work): Promise<boolean> {
  try {
    await renewRepository(work, run.signal);
    return true;
  } catch (error) {
    await say(run, `The kept setup is not used: ${(error as Error).message}`);
    await rm(work.repositoryPath, { recursive: true, force: true });
    await rm(SETUP_MARK);
    return false;
  }
}

async function clone(run: JobRun, work: Work): Promise<Git> {
  await say(run, "Cloning the repository.");
  try {
    return await cloneRepository(work, run.signal);
  } catch (cause) {
    throw new Error(`Cloning the repository failed: ${(cause as Error).message}`, { cause });
  }
}

async function setUp(run: JobRun, work: Work, { git, script }: { git: Git; script: string }): Promise<void> {
  const { job, signal } = run;
  const { setupReads: patterns, hasSecrets } = job.hooks;
  const secrets = hasSecrets ? await fetchSetupSecrets({ gateway: job.gateway, token: job.token, signal }) : {};
  const act = async () => {
    const end = await runSetup(run, work, { script, cache: "miss", secrets });
    if (end.exitCode !== 0) {
      throw new Error(`The project's setup hook failed (${describeEnd(end)}).`);
    }
  };
  if (patterns === null) {
    await checkOutStart(git, work, run.signal);
    await act();
    await settleSetup(run, work, { git, changed: await listChanged(git, work) });
  } else {
    await fetchCommit(git, job.repository.baseCommit, signal);
    const { changed } = await withOnlyFiles(work, { patterns, act });
    await settleSetup(run, work, { git, changed });
  }
  await mkdir(OWN_FOLDER, { recursive: true });
  await writeFile(SETUP_MARK, "");
}
