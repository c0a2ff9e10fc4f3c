import { CatalystError } from "@catalyst/core";
import { violation } from "../hide-values.ts";

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const FOREIGN_KEY_VIOLATION = "23503";

/** Throws `not_found` where what is written belongs to an App that is gone. `attempt`: `Noting an installation`. */
export async function refuseGoneApp<Written>(attempt: string, write: () => Promise<Written>): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    throw violation(error).code === FOREIGN_KEY_VIOLATION
      ? new CatalystError("not_found", `${attempt} failed: the App is gone.`)
      : error;
  }
}
