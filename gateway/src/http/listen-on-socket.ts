import { chmod, mkdir, unlink } from "node:fs/promises";
import type { Server } from "node:http";
import { createConnection } from "node:net";
import { dirname } from "node:path";
import { CatalystError } from "@catalyst/core";

/** Linux keeps 108 bytes for a socket's path, the closing zero among them. */
const MAX_PATH_BYTES = 107;

/**
 * Listens on a Unix socket, in place of the one that a dead gateway left. Environments run under other users, so the
 * socket is open to all; its folder can be entered but not listed, and lies in a home that only the owner can enter.
 * Throws `conflict` when a gateway answers there already.
 */
export async function listenOnSocket(server: Server, socketPath: string): Promise<void> {
  if (Buffer.byteLength(socketPath) > MAX_PATH_BYTES) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: the socket path ${socketPath} is longer than ${MAX_PATH_BYTES} bytes. Choose a shorter CATALYST_HOME.`,
    );
  }
  await mkdir(dirname(socketPath), { recursive: true });
  await chmod(dirname(socketPath), 0o711);
  await removeDeadSocket(socketPath);
  await listen(server, socketPath);
  await chmod(socketPath, 0o666);
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
