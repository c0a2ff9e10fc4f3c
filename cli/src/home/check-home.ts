import { statSync } from "node:fs";
import { join } from "node:path";
import { CatalystError, gatewayFolderName } from "@catalyst/core/apart";
import { checkSocketPath } from "@catalyst/machine/apart";

/** What group and others may write. */
const OTHERS_WRITE = 0o022;

/** Throws `invalid_configuration` for a home whose sockets would have too long paths. */
export function checkHomePath(home: string): void {
  // Of all of them those of environments are the longest.
  checkSocketPath(join(home, "gateway", gatewayFolderName("00000000"), "gateway.sock"), `Using the folder ${home}`);
}

/**
 * Throws `invalid_configuration` for a home in which others may write: whatever folder is made there later, one of theirs, or a
 * link to another place, could stand there first.
 */
export function checkHome(home: string): void {
  if ((statSync(home).mode & OTHERS_WRITE) !== 0) {
    throw new CatalystError(
      "invalid_configuration",
      `Using the folder ${home} failed: others may write in it, and put what is theirs in the place of what Catalyst keeps. Close it: chmod go-w ${home}. Or set CATALYST_HOME to a folder of your own in it.`,
    );
  }
}
