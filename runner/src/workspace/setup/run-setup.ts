import { join } from "node:path";
import { baseEnv } from "../../agent/plan-agent.ts";
import { appendInBox } from "../../box/write-in-box.ts";
import { type JobRun, say } from "../../job-run.ts";
import { checkOutStart } from "../clone-repository.ts";
import type { Git } from "../git.ts";
import { nameFiles, splitNames } from "../name-files.ts";
import type { Work } from "../own-repository.ts";
import { projectEnv } from "../project-env.ts";
import { type HookEnd, runHook } from "../run-hook.ts";

export interface Setup {
  script: string;
  /** Whether an earlier result was looked for; null: none could be used here. */
  cache: "miss" | null;
  secrets: Record<string, string>;
  /** A folder in the home's place. */
  home?: string;
}

/** Runs the project's `setup` in the repository's folder as it is. */
export function runSetup({ job, spool, signal }: JobRun, work: Work, setup: Setup): Promise<HookEnd> {
  return runHook({
    name: "setup",
    script: setup.script,
    attempt: 1,
    cache: setup.cache,
    commit: null,
    home: setup.home,
    env: { ...projectEnv(job), ...setup.secrets, ...baseEnv(work.env) },
    folder: work.repositoryPath,
    timeoutSeconds: job.hooks.timeoutSeconds,
    graceSeconds: job.graceSeconds,
    onEvent: (body) => spool.add(body),
    signal,
  });
}

export function describeEnd({ exitCode }: HookEnd): string {
  return exitCode === null ? "it was ended" : `exit code ${exitCode}`;
}

/** The repository's files that differ from those of the commit to start from. */
export async function listChanged(git: Git, { job }: Work): Promise<string[]> {
  const { baseCommit } = job.repository;
  return splitNames(await git.exchange("", "diff", "--name-only", "-z", "--no-ext-diff", baseCommit));
}

/** What the setup did to the repository is not the agent's work: changes are undone, and new files stay out of the result. */
export async function settleSetup(run: JobRun, work: Work, { git, changed }: { git: Git; changed: string[] }) {
  await checkOutStart(git, work, run.signal);
  if (run.job.repository.sparsePaths.length > 0) {
    // What lies where nothing is checked out is there all the same if setup was to read it, and a checkout leaves it alone.
    await git.run("reset", "--quiet", "--hard");
  }
  const made = splitNames(await git.exchange("", "ls-files", "-z", "--others", "--exclude-standard", "--directory"));
  if (made.length > 0) {
    const patterns = made
      .filter((path) => !path.includes("\n"))
      .map((path) => `/${path.replaceAll(/[\\*?[\]!# ]/g, "\\$&")}\n`)
      .join("");
    const file = join(work.repositoryPath, ".git/info/exclude");
    await appendInBox({ path: file, content: Buffer.from(patterns, "latin1") });
  }
  await say(
    run,
    ...nameFiles("The setup changed these files of the repository, which was undone", changed),
    ...nameFiles("The setup made these files, which are not part of the result", made),
  );
}
