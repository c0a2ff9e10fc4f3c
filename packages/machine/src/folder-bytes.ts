import { execFile } from "node:child_process";
import { promisify } from "node:util";

const TIMEOUT_MILLISECONDS = 10_000;

/** What a folder takes on the disk; 0 where there is none, null where that takes too long to find out. */
export async function folderBytes(path: string): Promise<number | null> {
  try {
    const args = ["--summarize", "--block-size=1", "--", path];
    const { stdout } = await promisify(execFile)("du", args, {
      env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
      timeout: TIMEOUT_MILLISECONDS,
    });
    return Number.parseInt(stdout, 10);
  } catch (error) {
    // What goes while it is counted is told as an error, after the sum.
    const { killed, stdout = "" } = error as { killed?: boolean; stdout?: string };
    return killed === true ? null : Number.parseInt(stdout || "0", 10);
  }
}
