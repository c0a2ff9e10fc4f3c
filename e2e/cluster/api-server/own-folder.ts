import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identifyProcess, isAlive, type ProcessIdentity } from "@catalyst/machine";

const OWNER = "owner.json";

/** A temporary folder of this process', and an end of those with that beginning whose process was ended before it could remove them. */
export async function makeOwnFolder(beginning: string, parent = tmpdir()): Promise<string> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(beginning));
  await Promise.all(names.map((name) => removeDead(join(parent, name))));
  const folder = await mkdtemp(join(parent, beginning));
  await writeFile(join(folder, OWNER), JSON.stringify(identifyProcess(process.pid)));
  return folder;
}

async function removeDead(folder: string): Promise<void> {
  const owner = await readOwner(folder);
  if (owner !== null && !isAlive(owner)) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function readOwner(folder: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(join(folder, OWNER), "utf8")) as ProcessIdentity;
  } catch {
    return null;
  }
}
