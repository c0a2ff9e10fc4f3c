import { appendFile, lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GATEWAY_URL_INSIDE } from "@catalyst/core";
import { baseEnv } from "../agent/plan-agent.ts";
import { fetchSetupSecrets } from "../gateway/fetch-setup-secrets.ts";
import { type JobRun, say } from "../job-run.ts";
import { checkOutStart, cloneRepository, renewRepository } from "./clone-repository.ts";
import { createGit, type Git } from "./git.ts";
import { nameFiles, splitNames } from "./name-files.ts";
import { OWN_FOLDER, type Work } from "./own-repository.ts";
import { projectEnv } from "./project-env.ts";
import { runHook } from "./run-hook.ts";

/** There when a setup has passed: in a fresh home only where the environment was given the result of an earlier one. */
const SETUP_MARK = join(OWN_FOLDER, "setup-passed");

/** The repository at the commit to start from, set up by the project's hook. Rejects with what failed. */
export async function prepareWorkspace(run: JobRun, work: Work): Promise<void> {
  const { setup } = run.job.hooks;
  if (setup !== null && (await isSetUp()) && (await renew(run, work))) {
    const event = { type: "hook", name: "setup", attempt: 1, cache: "hit" } as const;
    await run.spool.add({ ...event, phase: "started", exitCode: null });
    await run.spool.add({ ...event, phase: "ended", exitCode: 0 });
    return;
  }
  await say(run, "Cloning the repository.");
  try {
    await say(run, ...(await cloneRepository(work, run.signal)));
  } catch (cause) {
    throw new Error(`Cloning the repository failed: ${(cause as Error).message}`, { cause });
  }
  if (setup !== null) {
    await setUp(run, work, setup);
  }
}

async function isSetUp(): Promise<boolean> {
  const mark = await lstat(SETUP_MARK).catch(() => null);
  return mark?.isFile() ?? false;
}

/** False when the clone that was kept is of no use: then everything is made anew. */
async function renew(run: JobRun, work: Work): Promise<boolean> {
  try {
    await say(run, ...(await renewRepository(work, run.signal)));
    return true;
  } catch (error) {
    await say(run, `The kept setup is not used: ${(error as Error).message}`);
    await rm(work.repositoryPath, { recursive: true, force: true });
    await rm(SETUP_MARK);
    return false;
  }
}

async function setUp(run: JobRun, work: Work, script: string): Promise<void> {
  const { job, signal } = run;
  const secrets = await fetchSetupSecrets({ url: GATEWAY_URL_INSIDE, token: job.token, signal });
  const { exitCode } = await runHook({
    name: "setup",
    script,
    attempt: 1,
    cache: "miss",
    env: { ...projectEnv(job), ...secrets, ...baseEnv(work.env) },
    folder: work.repositoryPath,
    timeoutSeconds: job.hooks.timeoutSeconds,
    graceSeconds: job.graceSeconds,
    onEvent: (body) => run.spool.add(body),
    signal,
  });
  if (exitCode !== 0) {
    const how = exitCode === null ? "it was ended" : `exit code ${exitCode}`;
    throw new Error(`The project's setup hook failed (${how}).`);
  }
  await say(run, ...(await settleSetup(createGit({ env: work.env, folder: work.repositoryPath, signal }), work)));
  await mkdir(OWN_FOLDER, { recursive: true });
  await writeFile(SETUP_MARK, "");
}

/** What the setup did to the repository is not the agent's work: changes are undone, and new files stay out of the result. */
async function settleSetup(git: Git, work: Work): Promise<string[]> {
  const { baseCommit } = work.job.repository;
  const changed = splitNames(await git.exchange("", "diff", "--name-only", "-z", "--no-ext-diff", baseCommit));
  await checkOutStart(git, work);
  const made = splitNames(await git.exchange("", "ls-files", "-z", "--others", "--exclude-standard", "--directory"));
  if (made.length > 0) {
    const patterns = made
      .filter((path) => !path.includes("\n"))
      .map((path) => `/${path.replaceAll(/[\\*?[\]!# ]/g, "\\$&")}\n`)
      .join("");
    const file = join(work.repositoryPath, ".git/info/exclude");
    await appendFile(file, Buffer.from(patterns, "latin1"));
  }
  return [
    ...nameFiles("The setup changed these files of the repository, which was undone", changed),
    ...nameFiles("The setup made these files, which are not part of the result", made),
  ];
}
