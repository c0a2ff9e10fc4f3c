import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CatalystError } from "@catalyst/core";

const BUILD_SCRIPT = fileURLToPath(new URL("../../runner/build.ts", import.meta.url));

/** Bundles the runner into one file. Environments that run already keep the file that they were started with. */
export async function buildRunner(runnerPath: string): Promise<void> {
  try {
    const args = ["--disable-warning=ExperimentalWarning", BUILD_SCRIPT, "--out", runnerPath];
    await promisify(execFile)(process.execPath, args, { env: {} });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new CatalystError(
      "prerequisite_missing",
      `Bundling the runner failed: ${detail} Install the dependencies again: npm ci`,
      { cause },
    );
  }
}
