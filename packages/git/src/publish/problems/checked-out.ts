import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { View } from "../../view/open-view.ts";
import { readPlainFile } from "../../view/read/read-plain-file.ts";

/** What names the branch that a working tree is on, also in the middle of a rebase or a bisection. */
const MARKS = ["HEAD", "rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"];
const MAX_BYTES = 4096;

/** The working tree that has the branch checked out, or null. Moving a branch under it would turn its files into changes. */
export async function findCheckout({ place }: View, branch: string): Promise<string | null> {
  const linked = join(place.commonDir, "worktrees");
  const names = await readdir(linked).catch(() => []);
  const folders = [...(isBare(place) ? [] : [place.commonDir]), ...names.map((name) => join(linked, name))];
  for (const folder of folders) {
    const marks = await Promise.all(MARKS.map((mark) => readText(join(folder, mark))));
    if (marks.some((mark) => mark?.replace(/^ref: /, "").replace(/^refs\/heads\//, "") === branch)) {
      return folder === place.commonDir ? dirname(folder) : workingTreeOf(folder);
    }
  }
  return null;
}

/** Of a bare repository, HEAD is no working tree's; a linked one doesn't tell whether the first one is bare. */
function isBare({ isBare: isRootBare, commonDir, gitDir }: View["place"]): boolean {
  return isRootBare || (gitDir !== commonDir && !commonDir.endsWith("/.git"));
}

async function workingTreeOf(folder: string): Promise<string> {
  const pointer = await readText(join(folder, "gitdir"));
  return pointer === null ? folder : dirname(pointer);
}

async function readText(path: string): Promise<string | null> {
  const file = await readPlainFile(path, { maxBytes: MAX_BYTES });
  return file.kind === "file" ? file.bytes.toString().trimEnd() : null;
}
