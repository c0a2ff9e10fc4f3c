import { CatalystError } from "@catalyst/core";
import { isTaken } from "../hide-values.ts";

/** Throws `conflict` where somebody else has the name by now. `attempt`: `Making the team shop`. */
export async function refuseTaken<Made>(attempt: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    if (isTaken(error)) {
      throw new CatalystError("conflict", `${attempt} failed: the name is taken. Choose another one.`);
    }
    throw error;
  }
}
