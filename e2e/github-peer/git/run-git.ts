import { execa } from "execa";

/** Git of the peer's own: no configuration of the machine, no person's name. */
export const GIT_ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "GitHub peer",
  GIT_AUTHOR_EMAIL: "peer@example.org",
  GIT_COMMITTER_NAME: "GitHub peer",
  GIT_COMMITTER_EMAIL: "peer@example.org",
};

interface Given {
  input?: string | Uint8Array;
  env?: Record<string, string>;
}

/** What git says; throws when it fails. */
export async function runGit(
  folder: string,
  args: readonly string[],
  { input = "", env = {} }: Given = {},
): Promise<string> {
  const options = { env: { ...GIT_ENV, ...env }, extendEnv: false, input };
  const { stdout } = await execa("git", ["-C", folder, ...args], options);
  return stdout;
}

/** What git says; null when it fails, as for what isn't there. */
export async function askGit(folder: string, args: readonly string[]): Promise<string | null> {
  const { stdout, failed } = await execa("git", ["-C", folder, ...args], {
    env: GIT_ENV,
    extendEnv: false,
    reject: false,
  });
  return failed ? null : stdout;
}

/** Bytes as git has them. */
export async function readBlob(folder: string, sha: string): Promise<Uint8Array> {
  const options = { env: GIT_ENV, extendEnv: false, encoding: "buffer", stripFinalNewline: false } as const;
  const { stdout } = await execa("git", ["-C", folder, "cat-file", "blob", sha], options);
  return stdout;
}
