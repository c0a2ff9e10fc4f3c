import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * The folder of all that Catalyst keeps, also where other settings are wrong. null: CATALYST_HOME is no absolute path, or there
 * is none and this account has no folder of its own.
 */
export function findHome({ CATALYST_HOME, HOME }: NodeJS.ProcessEnv): string | null {
  if (CATALYST_HOME) {
    return isAbsolute(CATALYST_HOME) ? CATALYST_HOME : null;
  }
  const folder = HOME || findOwnFolder();
  return folder === null ? null : join(folder, ".catalyst");
}

/** null: an account without a name, as containers have them, has none. */
function findOwnFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}
