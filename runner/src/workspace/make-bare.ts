import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n";

/** An empty bare repository, as `git init` makes it without a template; a start of git in a box takes longer than all of it. */
export async function makeBare(folder: string): Promise<void> {
  for (const name of ["info", "objects/info", "objects/pack", "refs/heads", "refs/tags"]) {
    await mkdir(join(folder, name), { recursive: true });
  }
  await writeFile(join(folder, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(folder, "config"), CONFIG);
}
