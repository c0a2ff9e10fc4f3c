import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runGit } from "../run-git.ts";

/** The folders of objects that a repository of ours borrows from: the mirror's. */
export async function listAlternates(repositoryPath: string): Promise<string[]> {
  const text = await readFile(join(repositoryPath, "objects", "info", "alternates"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean);
}

/** The refs of the mirror that a repository of ours borrows from. */
export interface MirrorRefs {
  /** What they are at: all that leads there, its repository has. */
  ids: string[];
  /** By their whole names. */
  byName: ReadonlyMap<string, string>;
}

export async function listMirrorRefs(repositoryPath: string): Promise<MirrorRefs> {
  const byName = new Map<string, string>();
  const ids = new Set<string>();
  for (const objects of await listAlternates(repositoryPath)) {
    const args = ["for-each-ref", "--format=%(objectname) %(refname)"];
    for (const line of (await runGit({ args, repositoryPath: dirname(objects) })).split("\n").filter(Boolean)) {
      const [id = "", name = ""] = line.split(" ");
      ids.add(id);
      byName.set(name, byName.get(name) ?? id);
    }
  }
  return { ids: [...ids], byName };
}
