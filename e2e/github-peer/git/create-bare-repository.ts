import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runGit } from "./run-git.ts";

interface BareRepository {
  parent: string;
  id: number;
  files: Readonly<Record<string, string>>;
}

/** Makes a bare repository whose `main` has one commit with the files; without files it is empty. Returns its folder. */
export async function createBareRepository({ parent, id, files }: BareRepository): Promise<string> {
  const folder = join(parent, `${id}.git`);
  await mkdir(folder, { recursive: true });
  await runGit(folder, ["init", "--quiet", "--bare", "--initial-branch=main"]);
  await prepareRepository(folder);
  if (Object.keys(files).length > 0) {
    await runGit(folder, ["fast-import", "--quiet"], { input: describeCommit(files) });
  }
  return folder;
}

/** Lets it be fetched and pushed as GitHub does. */
export async function prepareRepository(folder: string): Promise<void> {
  await runGit(folder, ["config", "http.receivepack", "true"]);
  // Clones of partial objects and of a commit by its id, as GitHub allows them.
  await runGit(folder, ["config", "uploadpack.allowFilter", "true"]);
  await runGit(folder, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  // The heads of pull requests can be fetched, and pushed by nobody.
  await runGit(folder, ["config", "receive.hideRefs", "refs/pull"]);
}

function describeCommit(files: Readonly<Record<string, string>>): string {
  const changes = Object.entries(files).map(
    ([path, text]) => `M 100644 inline ${JSON.stringify(path)}\n${describeData(text)}`,
  );
  const commit = `commit refs/heads/main\ncommitter GitHub peer <peer@example.org> 1767225600 +0000\n`;
  return `${commit}${describeData("Start")}${changes.join("")}\n`;
}

function describeData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
