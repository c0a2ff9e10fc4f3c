import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runGit } from "../run-git.ts";

/** The folders of objects that a repository of ours borrows from: the mirror's. */
export async function listAlternates(repositoryPath: string): Promise<string[]> {
  const text = await readFile(join(repositoryPath, "objects", "info", "alternates"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean);
}

/** What the mirror's refs are at: all that leads there, its repository has. */
export async function listMirrorRefs(repositoryPath: string): Promise<string[]> {
  const ids = new Set<string>();
  for (const objects of await listAlternates(repositoryPath)) {
    const args = ["for-each-ref", "--format=%(objectname)"];
    for (const id of (await runGit({ args, repositoryPath: dirname(objects) })).split("\n")) {
      ids.add(id);
    }
  }
  ids.delete("");
  return [...ids];
}
