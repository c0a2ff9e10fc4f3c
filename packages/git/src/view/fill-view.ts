import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quotePath } from "../quote-path.ts";
import type { RepositoryPlace } from "./locate-repository.ts";

const CONFIG = `[core]
	repositoryFormatVersion = 0
	bare = true
	commitGraph = false
	multiPackIndex = false
	untrackedCache = false
	fileMode = false
[pack]
	useBitmaps = false
`;
/** What a view shows of a repository's shared part as it is at each moment: names of commits and of patterns. */
const SHOWN = ["refs", "packed-refs", "shallow", "info/exclude", "info/attributes"];

/** What everybody may look into, whatever this process usually allows. */
const SHARED_FOLDER_MODE = 0o755;
const SHARED_FILE_MODE = 0o644;

/** Makes a folder a bare repository of ours that has a person's objects and refs, and this HEAD. */
export async function fillView(
  folder: string,
  { place: { commonDir }, head, isShared }: { place: RepositoryPlace; head: string; isShared: boolean },
): Promise<void> {
  const folders = ["objects", "objects/info", "info"];
  const files = {
    config: CONFIG,
    HEAD: `${head}\n`,
    "objects/info/alternates": `${quotePath(join(commonDir, "objects"))}\n`,
  };
  for (const name of folders) {
    await mkdir(join(folder, name));
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content);
  }
  for (const name of SHOWN) {
    await symlink(join(commonDir, name), join(folder, name));
  }
  if (isShared) {
    await Promise.all(["", ...folders].map((name) => chmod(join(folder, name), SHARED_FOLDER_MODE)));
    await Promise.all(Object.keys(files).map((name) => chmod(join(folder, name), SHARED_FILE_MODE)));
  }
}
