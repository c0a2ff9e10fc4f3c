import { CatalystError } from "@catalyst/core/apart";

/** Linux keeps 108 bytes for a socket's path, the closing zero among them. */
export const MAX_SOCKET_PATH_BYTES = 107;

/** Throws `invalid_configuration` when a socket of a home has too long a path. `what` is begun with it: `Starting the gateway`. */
export function checkSocketPath(path: string, what: string): void {
  const length = Buffer.byteLength(path);
  const excess = length - MAX_SOCKET_PATH_BYTES;
  if (excess > 0) {
    throw new CatalystError(
      "invalid_configuration",
      `${what} failed: the path of a socket, ${path}, would have ${length} bytes, and ${MAX_SOCKET_PATH_BYTES} is the most that Linux takes. Set CATALYST_HOME to a path that is at least ${excess} byte${excess === 1 ? "" : "s"} shorter.`,
    );
  }
}
