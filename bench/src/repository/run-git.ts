import { execa } from "execa";

/** All that a command started by hand gets of this machine's environment. */
export const PLAIN_ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Bench",
  GIT_AUTHOR_EMAIL: "bench@localhost",
  GIT_COMMITTER_NAME: "Bench",
  GIT_COMMITTER_EMAIL: "bench@localhost",
};

export async function runGit(args: string[], input = ""): Promise<void> {
  await execa("git", args, { env: PLAIN_ENV, extendEnv: false, input });
}
