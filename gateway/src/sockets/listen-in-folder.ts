import { chmod, mkdir, unlink } from "node:fs/promises";
import { createConnection, type Server } from "node:net";
import { join } from "node:path";
import { CatalystError, gatewayFolderName } from "@catalyst/core";

/** Linux keeps 108 bytes for a socket's path, the closing zero among them. */
const MAX_PATH_BYTES = 107;

/**
 * Listens on the gateway's own socket in this folder, in place of the one that a dead gateway left. Folder and socket are
 * the owner's alone. Throws `conflict` when a gateway answers there already.
 */
export async function listenInFolder(server: Server, folder: string): Promise<string> {
  refuseLongPath(folder);
  const socketPath = join(folder, "gateway.sock");
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  await removeDeadSocket(socketPath);
  await listen(server, socketPath);
  await chmod(socketPath, 0o600);
  return socketPath;
}

function refuseLongPath(folder: string): void {
  const longest = join(folder, gatewayFolderName("00000000"), "gateway.sock");
  if (Buffer.byteLength(longest) > MAX_PATH_BYTES) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: the paths of its sockets (${longest}) are longer than ${MAX_PATH_BYTES} bytes. Choose a shorter CATALYST_HOME.`,
    );
  }
}

async function removeDeadSocket(socketPath: string): Promise<void> {
  if (await isAnswering(socketPath)) {
    throw alreadyRunning(socketPath);
  }
  await unlink(socketPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") {
      throw error;
    }
  });
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

function listen(server: Server, socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? alreadyRunning(socketPath) : error),
    );
    server.listen(socketPath, resolve);
  });
}

function alreadyRunning(socketPath: string): CatalystError {
  return new CatalystError(
    "conflict",
    `Starting the gateway failed: one is already running at ${socketPath}. Use it, or stop it first.`,
  );
}
