import { CatalystError } from "@catalyst/core";
import { violation } from "../hide-values.ts";

const UNIQUE_VIOLATION = "23505";

/** Throws `conflict` where somebody else has the name by now. `attempt`: `Making the team shop`. */
export async function refuseTaken<Made>(attempt: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (violation(error).code === UNIQUE_VIOLATION) {
      throw new CatalystError("conflict", `${attempt} failed: the name is taken. Choose another one.`);
    }
    throw error;
  }
}
