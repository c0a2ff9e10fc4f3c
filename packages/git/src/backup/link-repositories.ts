import { link, mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ensureBare } from "../ensure-bare.ts";
import { linkObjects } from "../import/objects/link-objects.ts";
import { listAlternates } from "../objects/list-known.ts";
import { listQuarantines, listResults, quarantinePath, resultPath } from "../paths.ts";
import { runGit } from "../run-git.ts";
import { SEARCH_FOLDER } from "../secret-search/search-record.ts";

/**
 * Stands the kept results and the quarantines of a home in `folder`, under their names, as they are at this moment: whole in
 * themselves, also where they borrow objects. Their files are links, as they are never changed: nothing is copied, and what is
 * removed from the home stays here. Throws an ENOENT where one is removed meanwhile.
 */
export async function linkRepositories(home: string, folder: string): Promise<void> {
  const results = (await listResults(home)).map((id) => resultPath(home, id));
  const quarantines = (await listQuarantines(home)).map((id) => quarantinePath(home, id));
  for (const path of [...results, ...quarantines]) {
    await linkRepository(path, join(folder, relative(home, path)));
  }
}

/** Refs before objects: what they lead to when they are read is there, whatever is pushed meanwhile. */
async function linkRepository(from: string, to: string): Promise<void> {
  await ensureBare(to);
  const refs = await runGit({ args: ["for-each-ref", "--format=%(objectname) %(refname)"], repositoryPath: from });
  await writeFile(join(to, "packed-refs"), refs);
  for (const path of ["shallow", ...(await listSearched(from))]) {
    await linkFile(from, to, path);
  }
  for (const objects of [...(await listAlternates(from)), join(from, "objects")]) {
    await linkObjects(objects, to);
  }
}

async function listSearched(repository: string): Promise<string[]> {
  const names = await readdir(join(repository, SEARCH_FOLDER)).catch(() => []);
  return names.filter((name) => /^[0-9a-f]+$/.test(name)).map((name) => join(SEARCH_FOLDER, name));
}

async function linkFile(from: string, to: string, path: string): Promise<void> {
  await mkdir(dirname(join(to, path)), { recursive: true });
  await link(join(from, path), join(to, path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") {
      throw error;
    }
  });
}
