import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Repo } from "@catalyst/core";
import { ensureBare } from "./mirror.ts";
import { mirrorPath, quarantinePath } from "./paths.ts";
import { runGit } from "./run-git.ts";

const MAX_PUSH_BYTES = 512 * 1024 * 1024;

/**
 * The place that one execution may push its branch into. It borrows the mirror's objects, so that a push carries only
 * what is new. Which refs it accepts is decided where pushes come in, in serve-git.ts.
 */
export async function ensureQuarantine(
  home: string,
  input: { executionId: string; repo: Repo; startCommit: string },
): Promise<void> {
  const path = quarantinePath(home, input.executionId);
  await ensureBare(path);
  await mkdir(join(path, "objects", "info"), { recursive: true });
  await writeFile(join(path, "objects", "info", "alternates"), `${join(mirrorPath(home, input.repo.id), "objects")}\n`);
  const shallow = join(mirrorPath(home, input.repo.id), "shallow");
  if ((await stat(shallow).catch(() => null)) !== null) {
    await runGit({
      args: [
        "fetch",
        "--quiet",
        "--update-shallow",
        "--no-tags",
        "--",
        mirrorPath(home, input.repo.id),
        `+${input.startCommit}:refs/catalyst/base`,
      ],
      repositoryPath: path,
    });
  } else {
    await runGit({ args: ["update-ref", "refs/catalyst/base", input.startCommit], repositoryPath: path });
  }
}

/** Settings under which the quarantine takes a push: everything checked, size limited, no deletes. */
export const RECEIVE_SETTINGS: readonly string[] = [
  "receive.fsckObjects=true",
  "transfer.fsckObjects=true",
  `receive.maxInputSize=${MAX_PUSH_BYTES}`,
  "receive.denyDeletes=true",
  "receive.autogc=false",
  "receive.advertisePushOptions=false",
  "receive.unpackLimit=1",
  "receive.hideRefs=refs/catalyst",
];

export async function removeQuarantine(home: string, executionId: string): Promise<void> {
  await rm(quarantinePath(home, executionId), { recursive: true, force: true });
}
