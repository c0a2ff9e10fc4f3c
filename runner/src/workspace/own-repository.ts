import { appendFile, copyFile, lstat, rm, utimes, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ENVIRONMENT_PATHS, type Job } from "@catalyst/core";
import { createGit, type Git, ownGitEnv } from "./git.ts";
import { makeBare } from "./make-bare.ts";
import { mendShallow } from "./mend-shallow.ts";

/** What the runner keeps for itself. */
export const OWN_FOLDER = ENVIRONMENT_PATHS.own;

/** The agent may have put something without end where git reads its settings. */
const AGENT_GIT_SECONDS = 10;
const COPIED = ["shallow", "info/exclude", "index"] as const;
const PARTS = ["objects", ...COPIED, "MERGE_HEAD", "REBASE_HEAD", "worktrees"] as const;
const MAX_COPIED_BYTES = 256 * 1024 * 1024;

export interface Work {
  job: Job;
  env: Record<string, string>;
  repositoryPath: string;
  /** The gateway's address of the repository: remotes that the agent changed have no say. */
  remote: string;
}

/** Where parts of the agent's repository are; nothing when it has none any more. */
export type AgentParts = Partial<Record<(typeof PARTS)[number], string>>;

/** git in the repository as the agent left it: only for asking. */
export function agentGit({ env, repositoryPath }: Work): Git {
  return createGit({ env, folder: repositoryPath, timeoutSeconds: AGENT_GIT_SECONDS });
}

/**
 * A repository of the runner's own over the agent's objects and files: settings, hooks, filters, locks and a broken
 * index of the agent's repository don't reach it.
 */
export async function createOwnRepository(work: Work, folder: string, found = findParts(work)): Promise<Git> {
  const env = ownGitEnv(work.job);
  await rm(folder, { recursive: true, force: true });
  await makeBare(folder);
  const parts = await found;
  if (parts.objects !== undefined) {
    await writeFile(join(folder, "objects/info/alternates"), `${parts.objects}\n`);
  }
  for (const name of COPIED) {
    await copyPlainFile(parts[name], join(folder, name));
  }
  const repository = await lstat(work.repositoryPath).catch(() => null);
  const git = createGit({
    env: { ...env, GIT_DIR: folder, GIT_WORK_TREE: work.repositoryPath, GIT_INDEX_FILE: join(folder, "index") },
    folder: repository?.isDirectory() ? work.repositoryPath : "/",
    isOwn: true,
  });
  await mendShallow(git, join(folder, "shallow"));
  return git;
}

/** Lets the runner's own repository see objects of another one. */
export async function borrowObjects(own: string, objects: string): Promise<void> {
  if (!objects.includes("\n")) {
    await appendFile(join(own, "objects/info/alternates"), `${objects}\n`);
  }
}

/** git in a folder with an index of its own, which puts its objects into the runner's own repository. */
export async function createFolderGit(
  work: Work,
  { own, folder, index }: { own: string; folder: string; index: string },
): Promise<Git> {
  const env = ownGitEnv(work.job);
  // Without what the repository around it leaves out.
  const gitFolder = join(own, "nested", index);
  await makeBare(gitFolder);
  const places = {
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: folder,
    GIT_INDEX_FILE: join(gitFolder, "index"),
    GIT_OBJECT_DIRECTORY: join(own, "objects"),
  };
  return createGit({ env: { ...env, ...places }, folder, isOwn: true });
}

export async function findParts(work: Work): Promise<AgentParts> {
  const found = await agentGit(work).ask("rev-parse", ...PARTS.flatMap((name) => ["--git-path", name]));
  const paths = found === null ? [] : found.split("\n").map((path) => resolve(work.repositoryPath, path));
  return Object.fromEntries(paths.map((path, index) => [PARTS[index], path]));
}

/**
 * A pipe in a file's place would hold the runner for ever. The copy is as old as its source: git reads a file again only
 * when it is no older than the index, so a younger index would hide changes made right after the clone.
 */
async function copyPlainFile(source: string | undefined, target: string): Promise<void> {
  const found = source === undefined ? null : await lstat(source).catch(() => null);
  if (source !== undefined && found?.isFile() && found.size <= MAX_COPIED_BYTES) {
    await copyFile(source, target)
      .then(() => utimes(target, found.atime, found.mtime))
      .catch(() => undefined);
  }
}
