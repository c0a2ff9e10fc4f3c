import { readFileSync, statSync } from "node:fs";
import { CatalystError } from "@catalyst/core/apart";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import { loginsPath } from "./logins-path.ts";

const Logins = z.strictObject({
  /** The server that commands ask; null: this machine's own. */
  current: z.string().nullable(),
  /** By the servers' addresses. */
  tokens: z.record(z.string(), z.string()),
});
export type Logins = z.infer<typeof Logins>;

/** What group and others may do. */
const OTHERS = 0o077;
const NONE: Logins = { current: null, tokens: {} };

/** The servers where this user is signed in by `catalyst login`. Throws `invalid_configuration` for a file that is something else. */
export function readLogins(home: string): Logins {
  const path = loginsPath(home);
  const text = tryToRead(path);
  if (text === null) {
    return NONE;
  }
  const parsed = Logins.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading where you are signed in failed: ${path} holds something else. Remove the file, and sign in again.`,
    );
  }
  return parsed.data;
}

/** Replaces the file as a whole; it is this user's alone. */
export async function writeLogins(home: string, logins: Logins): Promise<void> {
  const { replaceKeyFile } = await import("@catalyst/machine");
  const { makeHome } = await import("../home/make-home.ts");
  await makeHome(home);
  const file = { path: loginsPath(home), kind: "private", name: "where you are signed in" } as const;
  await replaceKeyFile(file, `${JSON.stringify(logins)}\n`);
}

/** What others may read isn't this user's alone. */
function tryToRead(path: string): string | null {
  try {
    if ((statSync(path).mode & OTHERS) !== 0) {
      throw new Error(`other users can read ${path}. Mend it: chmod 600 ${path}`);
    }
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw new CatalystError(
      "invalid_configuration",
      `Reading where you are signed in failed: ${(error as Error).message}`,
    );
  }
}
