import { CatalystError } from "@catalyst/core";

/** Why a file couldn't be written that the person can do something about. */
const REASONS: Record<string, string> = {
  EACCES: "this user may not write there. Give it the right to, or start Catalyst as the owner of the repository",
  EPERM: "this user may not write there. Give it the right to, or start Catalyst as the owner of the repository",
  EROFS: "its file system is read-only. Make it writable",
  ELOOP: "one of its folders is a link, which isn't followed. Put a real folder in its place",
  ENOTDIR: "a link or a file is where one of its folders should be. Put a real folder in its place",
};
const FULL = ["ENOSPC", "EDQUOT"];

/** Turns what a person's file system refuses into their words; anything else stays an outage. */
export async function explainFailure<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const { code = "", message } = cause as NodeJS.ErrnoException;
    if (FULL.includes(code)) {
      const text = `${what} failed: the disk is full (${message}). Free some space, then try again.`;
      throw new CatalystError("storage_full", text, { cause });
    }
    const reason = REASONS[code];
    if (reason !== undefined) {
      throw new CatalystError("unavailable", `${what} failed: ${reason}, then try again. (${message})`, { cause });
    }
    throw cause;
  }
}
