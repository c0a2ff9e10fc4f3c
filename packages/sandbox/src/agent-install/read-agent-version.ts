import { rm } from "node:fs/promises";
import { delimiter, dirname } from "node:path";
import { makeTemporaryFolder } from "@catalyst/machine";

const VERSION_MILLISECONDS = 60_000;

/**
 * What the installed executable says of its version, run with a fresh home and no settings of the caller. A program for
 * Node runs on this one, as in environments.
 */
export async function readAgentVersion(
  executablePath: string,
  args: readonly string[] = ["--version"],
): Promise<string> {
  // It must be there and writable: some CLIs make their folders below it whatever they are asked.
  const home = await makeTemporaryFolder("catalyst-version-");
  const path = [dirname(process.execPath), "/usr/local/bin:/usr/bin:/bin"].join(delimiter);
  try {
    const { execa } = await import("execa");
    const { stdout } = await execa(executablePath, [...args], {
      env: { PATH: path, HOME: home, DISABLE_AUTOUPDATER: "1" },
      extendEnv: false,
      cwd: "/",
      timeout: VERSION_MILLISECONDS,
      stdin: "ignore",
    });
    return stdout.trim();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
