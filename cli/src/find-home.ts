import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The folder of all that Catalyst keeps, also where other settings are wrong; null: CATALYST_HOME is no absolute path. */
export function findHome({ CATALYST_HOME, HOME }: NodeJS.ProcessEnv): string | null {
  if (!CATALYST_HOME) {
    return join(HOME || homedir(), ".catalyst");
  }
  return isAbsolute(CATALYST_HOME) ? CATALYST_HOME : null;
}
