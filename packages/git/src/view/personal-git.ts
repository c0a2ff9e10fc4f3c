import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

const TIMEOUT_MILLISECONDS = 10_000;

/**
 * What the person whom this process belongs to told git for all of their repositories, in their own and the machine's
 * configuration. Only asked for: git runs nothing and opens no repository here.
 */
async function askPersonalGit(key: string): Promise<string[]> {
  const args = ["--git-dir=/nonexistent", "config", "--includes", "--null", "--type=path", "--get-all", key];
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: personalFolder(), LC_ALL: "C" };
  const stdout = await new Promise<string>((resolve) => {
    // git has no such setting, or there is no git: nothing was said.
    execFile("git", args, { env, cwd: "/", timeout: TIMEOUT_MILLISECONDS }, (error, text) =>
      resolve(error === null ? text : ""),
    ).stdin?.end();
  });
  return stdout.split("\0").slice(0, -1);
}

/** Whether the person said of a folder that repositories of other owners there are to be trusted (safe.directory). */
export async function isSafeDirectory(folders: readonly string[]): Promise<boolean> {
  const said = await askPersonalGit("safe.directory");
  // An empty value takes back what stands before it.
  return said.slice(said.lastIndexOf("") + 1).some((value) => {
    const below = value.endsWith("/*") ? value.slice(0, -1) : null;
    return value === "*" || folders.some((folder) => folder === value || (below !== null && folder.startsWith(below)));
  });
}

/** The file that names what git ignores in all of the person's repositories. */
export async function personalExcludesFile(): Promise<string> {
  return (await askPersonalGit("core.excludesFile")).at(-1) ?? join(personalFolder(), ".config", "git", "ignore");
}

/** Accounts without a name, as containers have them, may be without one. */
function personalFolder(): string {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}
