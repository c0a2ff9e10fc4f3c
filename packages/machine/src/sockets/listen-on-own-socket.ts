import { chmod, lstat, mkdir, unlink } from "node:fs/promises";
import { createConnection, type Server } from "node:net";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { withFileLock } from "../file-lock.ts";
import { checkSocketPath } from "./socket-path.ts";

const LOCK_SECONDS = 20;

export interface OwnSocket {
  folder: string;
  name: string;
  /** Who listens, for errors: `the gateway`. */
  who: string;
}

/**
 * Listens on a socket that this user alone can reach, in place of the one that a dead process left: the folder is ours and
 * closed to others before anything listens in it. Throws `conflict` when somebody answers there already, and
 * `invalid_configuration` for a folder that isn't ours or too long a path. Returns the socket's path.
 */
export async function listenOnOwnSocket(server: Server, { folder, name, who }: OwnSocket): Promise<string> {
  const socketPath = join(folder, name);
  checkSocketPath(socketPath, `Starting ${who}`);
  await closeFolder(folder, who);
  // Two that start at once would each take the other's socket for a dead one's.
  const lock = { path: join(folder, `${name}.lock`), waitSeconds: LOCK_SECONDS, purpose: `Starting ${who}` };
  await withFileLock(lock, async () => {
    if (await isAnswering(socketPath)) {
      throw alreadyRunning(who, socketPath);
    }
    await unlink(socketPath).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") {
        throw error;
      }
    });
    await listen(server, socketPath, who);
  });
  return socketPath;
}

/** Makes the folder, and takes from it what others may do there. */
async function closeFolder(folder: string, who: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, isDirectory } = await lookAt(folder);
  if (!isDirectory || uid !== process.getuid?.()) {
    throw refuse(who, `${folder} is not a folder of this user. Remove it, or choose another CATALYST_HOME`);
  }
  await chmod(folder, 0o700);
}

/** What stands at the path itself: a link isn't followed. */
async function lookAt(path: string): Promise<{ uid: number; isDirectory: boolean }> {
  const found = await lstat(path);
  return { uid: found.uid, isDirectory: found.isDirectory() };
}

function isAnswering(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ECONNREFUSED" || error.code === "ENOTSOCK") {
        resolve(false);
      } else {
        reject(error);
      }
    });
  });
}

function listen(server: Server, socketPath: string, who: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? alreadyRunning(who, socketPath) : error),
    );
    // The socket is made within this call: it is never there with the rights of others.
    const before = process.umask(0o177);
    try {
      server.listen(socketPath, resolve);
    } finally {
      process.umask(before);
    }
  });
}

function alreadyRunning(who: string, socketPath: string): CatalystError {
  return new CatalystError(
    "conflict",
    `Starting ${who} failed: one is already running at ${socketPath}. Use it, or stop it first.`,
  );
}

function refuse(who: string, problem: string): CatalystError {
  return new CatalystError("invalid_configuration", `Starting ${who} failed: ${problem}.`);
}
