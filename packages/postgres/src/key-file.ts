import { link, mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError, createKeyRing, type KeyRing, parseKeyRing, serializeKeyRing } from "@catalyst/core";

/** The ring in the file; null when there is no file. Throws `invalid_configuration` when others can read it or it isn't one. */
export async function readKeyFile(path: string): Promise<KeyRing | null> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) {
      throw new CatalystError(
        "invalid_configuration",
        `Reading the master key failed: other users can read ${path}. Mend it: chmod 600 ${path}`,
      );
    }
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw translate(error, `Reading the master key ${path}`);
  }
  return parseNaming(path, text);
}

/** A new ring in a new file; when another process makes the file first, that one's. */
export async function createKeyFile(path: string): Promise<KeyRing> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const fresh = await writeBeside(path, createKeyRing());
    try {
      // link() fails where the file exists, so that of two first starts one key wins and both use it.
      await link(fresh, path).catch(ignoreExisting);
    } finally {
      await rm(fresh, { force: true });
    }
    await syncFolder(path);
    return parseNaming(path, await readFile(path, "utf8"));
  } catch (error) {
    throw translate(error, `Making the master key ${path}`);
  }
}

/** Replaces the file as a whole: after a crash at any point it holds the old ring or the new one. */
export async function replaceKeyFile(path: string, ring: KeyRing): Promise<void> {
  try {
    const target = await realpath(path);
    await rename(await writeBeside(target, ring), target);
    await syncFolder(target);
  } catch (error) {
    throw translate(error, `Writing the master key ${path}`);
  }
}

async function writeBeside(path: string, ring: KeyRing): Promise<string> {
  // One name for all: what a kill leaves behind, the next write replaces.
  const fresh = `${path}.new`;
  const file = await open(fresh, "w", 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(serializeKeyRing(ring));
    await file.sync();
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return fresh;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") {
    throw error;
  }
}

function parseNaming(path: string, text: string): KeyRing {
  try {
    return parseKeyRing(text);
  } catch (error) {
    throw error instanceof CatalystError
      ? new CatalystError(error.code, `${error.message}\nThe file is ${path}.`, { cause: error })
      : error;
  }
}

function translate(error: unknown, attempt: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof CatalystError || code === undefined) {
    return error;
  }
  return new CatalystError(
    "invalid_configuration",
    `${attempt} failed: ${(error as Error).message}. Nothing was changed. Make the file and its folder yours to read and write.`,
    { cause: error },
  );
}
