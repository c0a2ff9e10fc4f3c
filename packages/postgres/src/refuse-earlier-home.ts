import { stat } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";

/** What only homes of an earlier state have: the one key that sealed and opened everything. */
const MARK = "master.key";

/** Throws `invalid_configuration` for a home whose credentials were sealed in a way that can't be opened. */
export async function refuseEarlierHome(home: string): Promise<void> {
  const path = join(home, MARK);
  if ((await stat(path).catch(() => null)) !== null) {
    throw new CatalystError(
      "invalid_configuration",
      `Opening the home failed: ${path} is of an earlier development state of Catalyst, whose credentials and secrets can't be brought over. Nothing was changed. Set CATALYST_HOME to a new folder, or move this home away, and add the keys again; results that were kept in it are bare repositories under results/, which git can fetch from.`,
    );
  }
}
