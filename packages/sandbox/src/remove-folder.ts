import { existsSync } from "node:fs";
import { run } from "./keeper/run.ts";

/**
 * Removes what an agent wrote, whatever it is: `rm` and `chmod` follow no links, open no pipes, and don't keep lists of names in memory.
 * Every process that could exchange files meanwhile must have ended.
 */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await run("rm", ["-rf", "--one-file-system", "--", folder]);
  } catch (error) {
    if (!existsSync(folder)) {
      return;
    }
    // Folders without any permission stop everyone but root.
    await run("chmod", ["-R", "u+rwX", "--", folder]).catch(() => {
      throw error;
    });
    await run("rm", ["-rf", "--one-file-system", "--", folder]);
  }
}
