import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

const ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Tester",
  GIT_AUTHOR_EMAIL: "tester@example.org",
  GIT_COMMITTER_NAME: "Tester",
  GIT_COMMITTER_EMAIL: "tester@example.org",
};

/** A person's repository, looked at and changed by plain git. */
export interface GitRepository {
  path: string;
  git(...args: string[]): Promise<string>;
  write(files: Record<string, string>): Promise<void>;
  /** Everything that a task must leave alone: current branch, index, working tree, configuration. */
  fingerprint(): Promise<string>;
}

/** A repository with one commit that holds the files; without files it is empty. */
export async function createGitRepository(files: Record<string, string>): Promise<GitRepository> {
  const path = await mkdtemp(join(tmpdir(), "catalyst-repository-"));
  const repository = openGitRepository(path);
  await repository.git("init", "--quiet", "--initial-branch=main");
  if (Object.keys(files).length > 0) {
    await repository.write(files);
    await repository.git("add", "--all");
    await repository.git("commit", "--quiet", "--message=Start");
  }
  return repository;
}

export function openGitRepository(path: string): GitRepository {
  const git = async (...args: string[]) =>
    (await execa("git", ["-C", path, ...args], { env: ENV, extendEnv: false })).stdout;
  return {
    path,
    git,
    async write(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), content);
      }
    },
    async fingerprint() {
      const parts = [
        git("symbolic-ref", "HEAD"),
        git("rev-parse", "HEAD"),
        git("ls-files", "--stage"),
        git("status", "--porcelain=v2", "--untracked-files=all"),
        git("config", "--list", "--local"),
      ];
      return (await Promise.all(parts)).join("\n--\n");
    },
  };
}
