import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { agentEnv } from "../agent/plan-agent.ts";
import { type JobRun, say } from "../job-run.ts";
import { nameFiles, splitNames } from "../workspace/name-files.ts";
import { agentGit, type Work } from "../workspace/own-repository.ts";
import { type HookEnd, runHook } from "../workspace/run-hook.ts";
import type { CollectedWork } from "./collect-work.ts";

export interface Verify {
  work: Work;
  /** The work as it would be published. */
  collected: CollectedWork;
  script: string;
  attempt: number;
}

/**
 * Runs the project's `verify` on the very files that would be published, beside those that git ignores. What it changes is
 * undone: another turn of the agent begins with the agent's work, and only that is ever published.
 */
export async function verifyWork(run: JobRun, { work, collected, script, attempt }: Verify): Promise<HookEnd> {
  const { job, signal, spool } = run;
  const { git, head } = collected;
  await mkdir(work.repositoryPath, { recursive: true });
  await git.run("read-tree", "--reset", "-u", head);
  const before = { untracked: await listUntracked(collected), head: await agentHead(work) };
  const end = await runHook({
    name: "verify",
    script,
    attempt,
    cache: null,
    env: agentEnv(job, work.env),
    folder: work.repositoryPath,
    timeoutSeconds: job.hooks.timeoutSeconds,
    graceSeconds: job.graceSeconds,
    onEvent: (body) => spool.add(body),
    signal,
  });
  await say(run, ...(await undo(work, collected, before)));
  return end;
}

interface Before {
  untracked: string[];
  head: string | null;
}

async function undo(work: Work, collected: CollectedWork, before: Before): Promise<string[]> {
  const { git, head } = collected;
  const changed = splitNames(await git.exchange("", "diff-index", "--name-only", "-z", head));
  await git.run("read-tree", "--reset", "-u", head);
  const had = new Set(before.untracked);
  const made = (await listUntracked(collected)).filter((path) => !had.has(path));
  for (const path of made) {
    const bytes = Buffer.concat([Buffer.from(join(work.repositoryPath, "/")), Buffer.from(path, "latin1")]);
    await rm(bytes, { recursive: true, force: true });
  }
  if (before.head !== null && (await agentHead(work)) !== before.head) {
    await agentGit(work).ask("reset", "--soft", before.head);
  }
  return [
    ...nameFiles("verify changed these files, which was undone", changed),
    ...nameFiles("verify made these files, which were removed", made),
  ];
}

async function listUntracked({ git }: CollectedWork): Promise<string[]> {
  return splitNames(await git.exchange("", "ls-files", "-z", "--others", "--exclude-standard"));
}

function agentHead(work: Work): Promise<string | null> {
  return agentGit(work).ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
}
