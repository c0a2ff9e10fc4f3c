import { copyFile, lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Job } from "@catalyst/core";
import { createGit, type Git } from "./git.ts";

/** The agent may have put something without end where git reads its settings. */
const AGENT_GIT_SECONDS = 30;
const MAX_COPIED_BYTES = 256 * 1024 * 1024;

export interface Work {
  job: Job;
  env: Record<string, string>;
  repositoryPath: string;
  /** The gateway's address of the repository: remotes that the agent changed have no say. */
  remote: string;
}

/** git in the repository as the agent left it: only for asking. */
export function agentGit({ env, repositoryPath }: Work): Git {
  return createGit({ env, folder: repositoryPath, timeoutSeconds: AGENT_GIT_SECONDS });
}

/**
 * A repository of the runner's own over the agent's objects and files: settings, hooks, filters, locks and a broken
 * index of the agent's repository don't reach it. Made anew each time, as the agent could write here too.
 */
export async function createOwnRepository(work: Work, folder: string): Promise<Git> {
  const env = { ...work.env, GIT_CONFIG_GLOBAL: "/dev/null" };
  await rm(folder, { recursive: true, force: true });
  await createGit({ env, folder: "/" }).run("init", "--quiet", "--bare", "--template=", folder);
  await mkdir(join(folder, "info"), { recursive: true });
  const objects = await findInAgents(work, "objects");
  if (objects !== null) {
    await writeFile(join(folder, "objects/info/alternates"), `${objects}\n`);
  }
  for (const name of ["shallow", "info/exclude", "index"]) {
    await copyPlainFile(await findInAgents(work, name), join(folder, name));
  }
  const repository = await lstat(work.repositoryPath).catch(() => null);
  return createGit({
    env: { ...env, GIT_DIR: folder, GIT_WORK_TREE: work.repositoryPath, GIT_INDEX_FILE: join(folder, "index") },
    folder: repository?.isDirectory() ? work.repositoryPath : "/",
  });
}

async function findInAgents(work: Work, name: string): Promise<string | null> {
  const path = await agentGit(work).ask("rev-parse", "--git-path", name);
  return path === null ? null : resolve(work.repositoryPath, path);
}

/** A pipe in a file's place would hold the runner for ever. */
async function copyPlainFile(source: string | null, target: string): Promise<void> {
  const found = source === null ? null : await lstat(source).catch(() => null);
  if (source !== null && found?.isFile() && found.size <= MAX_COPIED_BYTES) {
    await copyFile(source, target).catch(() => undefined);
  }
}
