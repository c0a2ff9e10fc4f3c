import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import type { Git } from "./git.ts";

const { mirror } = ENVIRONMENT_PATHS;
/** The mirror is another account's. git tells neither this nor any other setting to the process that serves it. */
const SERVICE = `git -c safe.directory=${mirror} upload-pack`;

/**
 * Runs a clone or a fetch whose remote is the gateway on the mirror beside it, which has the refs that the gateway serves;
 * the remote's address stays the gateway's. False: there is no mirror here, or it can't be used.
 */
export async function fetchBeside(
  git: Git,
  remote: string,
  [command, ...args]: readonly [string, ...string[]],
): Promise<boolean> {
  if ((await stat(join(mirror, "objects")).catch(() => null)) === null) {
    return false;
  }
  const setting = `url.file://${mirror}.insteadOf=${remote}`;
  return (await git.ask("-c", setting, command, "--upload-pack", SERVICE, ...args)) !== null;
}
