import { randomUUID } from "node:crypto";
import { link, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core/apart";

/** Many more keys than anybody has. */
const MAX_BYTES = 64 * 1024;

export interface KeyFile {
  path: string;
  /** `private`: nobody else may read it. `public`: nobody else may write it. */
  kind: "private" | "public";
  /** As errors call it: `the gateway's keys`. */
  name: string;
}

const FORBIDDEN = {
  private: { mode: 0o077, others: "read", mend: "chmod 600" },
  public: { mode: 0o022, others: "change", mend: "chmod go-w" },
};

/** The text in the file; null when there is none. Throws `invalid_configuration` when others may do what they mustn't. */
export async function readKeyFile({ path, kind, name }: KeyFile): Promise<string | null> {
  try {
    const { mode, size } = await stat(path);
    const forbidden = FORBIDDEN[kind];
    if ((mode & forbidden.mode) !== 0) {
      throw refuse(
        `Reading ${name} failed: other users can ${forbidden.others} ${path}. Mend it: ${forbidden.mend} ${path}`,
      );
    }
    if (size > MAX_BYTES) {
      throw refuse(
        `Reading ${name} failed: ${path} is longer than ${MAX_BYTES} bytes. Put back the file that was there.`,
      );
    }
    return await readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw translate(error, `Reading ${name} in ${path}`);
  }
}

/** Makes the file, whole from its first moment; where another process was first, its file stays. Returns what is in it. */
export async function createKeyFile(file: KeyFile, text: string): Promise<string> {
  const { path, name } = file;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const fresh = `${path}.${randomUUID()}.new`;
    try {
      await write(fresh, file, text);
      // link() fails where the file exists, so that of two who are first one wins and both use it.
      await link(fresh, path).catch(ignoreExisting);
    } finally {
      await rm(fresh, { force: true });
    }
    await syncFolder(path);
    return await readText(path);
  } catch (error) {
    throw translate(error, `Making ${name} in ${path}`);
  }
}

/** Replaces the file as a whole: whoever reads it meanwhile, or after a crash, has the old one or the new. One at a time. */
export async function replaceKeyFile(file: KeyFile, text: string): Promise<void> {
  const { path, name } = file;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const target = await realpath(path).catch(() => path);
    // One name for all: what a kill leaves behind, the next write replaces.
    await write(`${target}.new`, file, text);
    await rename(`${target}.new`, target);
    await syncFolder(target);
  } catch (error) {
    throw translate(error, `Writing ${name} in ${path}`);
  }
}

async function write(path: string, { kind }: KeyFile, text: string): Promise<void> {
  const mode = kind === "private" ? 0o600 : 0o644;
  const file = await open(path, "w", mode);
  try {
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function readText(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
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

function refuse(message: string): CatalystError {
  return new CatalystError("invalid_configuration", message);
}

function translate(error: unknown, attempt: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof CatalystError || code === undefined) {
    return error;
  }
  return new CatalystError(
    "invalid_configuration",
    `${attempt} failed: ${message}. Nothing was changed. Make the file and its folder yours to read and write.`,
    { cause: error },
  );
}
