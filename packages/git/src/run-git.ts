import { CatalystError } from "@catalyst/core/apart";
import { limitedCommand, type ProcessLimits, VIEW_LIMITS } from "./limits/process-limits.ts";
import { type Execute, type Executed, execute } from "./starter/execute.ts";

const TIMEOUT_MILLISECONDS = 10 * 60 * 1000;
/** Where git stands: no repository is there, and none above counts. */
const FOLDER = "/usr";
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
/** Of what somebody else's repository makes git say: a million refs are less. */
const MAX_VIEW_OUTPUT_BYTES = 128 * 1024 * 1024;

/** Settings that make git run nothing but itself, whatever a repository's configuration says. */
export const SAFE_SETTINGS = {
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.sshCommand": "false",
  "core.askPass": "",
  "credential.helper": "",
  "protocol.allow": "never",
  "protocol.file.allow": "always",
  "protocol.https.allow": "always",
  "protocol.ext.allow": "never",
  "gc.auto": "0",
  "maintenance.auto": "false",
  "diff.external": "",
  "safe.directory": "*",
  "advice.detachedHead": "false",
  "init.defaultBranch": "main",
};

/** The whole environment of every git process: nothing of ours, nothing of the user's configuration. */
export const GIT_ENV = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_ALLOW_PROTOCOL: "file:https",
  // Without a repository given, git would look for one where it stands and above.
  GIT_CEILING_DIRECTORIES: "/",
  ...configVariables(SAFE_SETTINGS),
};

export interface GitRun {
  args: string[];
  /** The repository; null for commands that need none. */
  repositoryPath: string | null;
  input?: string | Buffer;
  env?: Record<string, string>;
  /** For a repository that somebody else writes to: whose rights git has. null or absent: this process's. */
  as?: Identity | null;
  timeoutMilliseconds?: number;
  /** Absent: VIEW_LIMITS where `as` is given, else none. */
  limits?: ProcessLimits;
}

/** A user of this machine, without supplementary groups. */
export interface Identity {
  uid: number;
  gid: number;
}

/** Runs git to its end and returns its output as text; what isn't UTF-8 in it becomes the replacement character. */
export async function runGit(run: GitRun): Promise<string> {
  return (await readGitBytes(run)).toString();
}

/** Runs git to its end and returns its output as it is, for names and contents of any encoding. */
export async function readGitBytes(run: GitRun): Promise<Buffer> {
  const [program, ...args] = gitCommand(run);
  const { error, stdout, stderr } = await start({
    ...{ program, args, env: { ...GIT_ENV, ...run.env }, cwd: FOLDER },
    ...(run.input === undefined ? {} : { input: run.input }),
    timeoutMilliseconds: run.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    maxOutputBytes: run.as === undefined ? MAX_OUTPUT_BYTES : MAX_VIEW_OUTPUT_BYTES,
    yields: limitsOf(run) !== undefined,
  });
  if (error !== null) {
    throw translate(error, stderr);
  }
  return stdout;
}

let start: Execute = execute;

/** Has this process' gits started that way from now on: a large one leaves it to a small one. */
export function startGitsBy(way: Execute): void {
  start = way;
}

/** Runs git and tells whether it succeeded, for questions. */
export async function askGit(run: GitRun): Promise<{ ok: boolean; output: string }> {
  try {
    return { ok: true, output: await runGit(run) };
  } catch (error) {
    if (error instanceof GitFailure) {
      return { ok: false, output: error.message };
    }
    throw error;
  }
}

/** The whole command line of a run. */
export function gitCommand(run: GitRun): [string, ...string[]] {
  const { args, repositoryPath, as } = run;
  const limits = limitsOf(run);
  const where = repositoryPath === null ? [] : ["--git-dir", repositoryPath];
  const git = ["git", ...where, ...args];
  const limited = limits === undefined ? git : limitedCommand(git, limits);
  const [program, ...rest] = [...(as ? actingAs(as) : []), ...limited];
  return [program as string, ...rest];
}

/** What a run may use; undefined: whatever it needs. */
export function limitsOf({ as, limits }: Pick<GitRun, "as" | "limits">): ProcessLimits | undefined {
  return limits ?? (as === undefined ? undefined : VIEW_LIMITS);
}

/** What stands before a command that is to run with a user's rights instead of root's. */
export function actingAs({ uid, gid }: Identity): string[] {
  return ["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--"];
}

/** git said no; the message is what it said. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
}

function translate(error: NonNullable<Executed["error"]>, stderr: string): Error {
  const said = stderr || error.message;
  if (error.killed && error.signal === "SIGTERM") {
    return new CatalystError("unavailable", `Running git failed: it didn't end in time (${error.cmd}).`, {
      cause: error,
    });
  }
  if (error.code === "ECONNRESET") {
    return new CatalystError("unavailable", `Running git failed: ${said}`, { cause: error });
  }
  if (error.code === "ENOENT") {
    const [program, itsPackage] = error.cmd?.startsWith("setpriv") ? ["setpriv", "util-linux"] : ["git", "git"];
    return new CatalystError(
      "prerequisite_missing",
      `Running ${program} failed: it isn't installed. Install it: apt-get install ${itsPackage}`,
      { cause: error },
    );
  }
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return new CatalystError(
      "storage_full",
      `Running git failed: the disk is full (${said}). Free some space, then try again.`,
      { cause: error },
    );
  }
  return new GitFailure(said, { cause: error });
}

/** Settings as git takes them from its environment. */
export function configVariables(settings: Record<string, string>): Record<string, string> {
  const entries = Object.entries(settings);
  const pairs = entries.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(entries.length), ...Object.fromEntries(pairs) };
}
