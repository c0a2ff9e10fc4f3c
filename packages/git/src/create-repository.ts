import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runGit } from "./run-git.ts";

/** Makes a repository with one commit that holds the files. */
export async function createRepository(input: {
  path: string;
  files: Record<string, string>;
  message: string;
}): Promise<void> {
  for (const [path, content] of Object.entries(input.files)) {
    await mkdir(dirname(join(input.path, path)), { recursive: true });
    await writeFile(join(input.path, path), content);
  }
  const git = (...args: string[]) =>
    runGit({
      args: ["-C", input.path, "-c", "user.name=Catalyst", "-c", "user.email=catalyst@localhost", ...args],
      repositoryPath: null,
    });
  await git("init", "--quiet", "--template=", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--no-gpg-sign", `--message=${input.message}`);
}
