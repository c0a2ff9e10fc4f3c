/**
 * `node cli/src/cluster/keys/main.ts server|home GIVEN HOME [KEYS]`: what a pod does before its processes start. Volumes of a cluster's secrets are
 * readable to a group, and keys must not be. Exit code 78 says that nothing is mended by trying again.
 */
import { CatalystError, SETTINGS_EXIT_CODE } from "@catalyst/core";
import { layOutHomeKeys, layOutServerKeys } from "./lay-out-keys.ts";

const [whose = "", given = "", home = "", keys = ""] = process.argv.slice(2);
try {
  await (whose === "server" ? layOutServerKeys({ given, home }) : layOutHomeKeys({ given, home, keys }));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = SETTINGS_EXIT_CODE;
}
