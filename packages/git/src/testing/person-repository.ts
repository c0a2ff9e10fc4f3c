import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "Ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};

/** A repository as a person has it, made and changed by plain git in its folder. */
export interface PersonRepository {
  path: string;
  git(...args: string[]): string;
  write(files: Record<string, string>): void;
  /** Everything that is there, as one commit; its name. */
  commit(files?: Record<string, string>): string;
}

export function personRepository(path: string, ...initOptions: string[]): PersonRepository {
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", ...initOptions, path], { env: ENV });
  return openPersonRepository(path);
}

export function openPersonRepository(path: string): PersonRepository {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", path, ...args], {
      env: ENV,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  const write = (files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  };
  return {
    path,
    git,
    write,
    commit(files = {}) {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message=Change");
      return git("rev-parse", "HEAD");
    },
  };
}

/** A folder that everybody can look into, for as long as a test file runs. */
export async function testFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "catalyst-git-"));
  await mkdir(path, { recursive: true, mode: 0o755 });
  execFileSync("chmod", ["755", path]);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
