import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ENVIRONMENT_PATHS, type Job } from "@catalyst/core";
import { copyContents } from "./copy-contents.ts";

/** Mounted in the first stage and, read-only, in those that verify; no agent sees it. */
const KEPT_FOLDER = "/run/catalyst/kept";

const PLACES = {
  home: ENVIRONMENT_PATHS.home,
  workspace: ENVIRONMENT_PATHS.workspace,
} as const;

/** What the first stage leaves is kept for those that verify: these begin in it, and in nothing that an agent wrote. */
export async function keepFirstStage({ stage }: Pick<Job, "stage">, folder = KEPT_FOLDER): Promise<void> {
  if ((stage === "setup" || stage === "prepare") && isWritable(folder)) {
    for (const [name, place] of Object.entries(PLACES)) {
      await copyContents(place, join(folder, name));
    }
  }
}

/** Puts it where a stage that verifies works, which is empty before. */
export async function bringFirstStage({ stage }: Pick<Job, "stage">, folder = KEPT_FOLDER): Promise<void> {
  if (stage !== "verify") {
    return;
  }
  for (const [name, place] of Object.entries(PLACES)) {
    const kept = join(folder, name);
    if (existsSync(kept) && readdirSync(place).length === 0) {
      await copyContents(kept, place);
    }
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
