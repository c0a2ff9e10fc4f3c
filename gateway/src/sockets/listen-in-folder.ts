import type { Server } from "node:net";
import { join } from "node:path";
import { CatalystError, gatewayFolderName } from "@catalyst/core";
import { listenOnOwnSocket, MAX_SOCKET_PATH_BYTES } from "@catalyst/machine";

const NAME = "gateway.sock";

/** Listens on the gateway's own socket in this folder, as `listenOnOwnSocket` does. */
export async function listenInFolder(server: Server, folder: string): Promise<string> {
  refuseLongPath(folder);
  return listenOnOwnSocket(server, { folder, name: NAME, who: "the gateway" });
}

/** The sockets of environments have longer paths than its own. */
function refuseLongPath(folder: string): void {
  const longest = join(folder, gatewayFolderName("00000000"), NAME);
  if (Buffer.byteLength(longest) > MAX_SOCKET_PATH_BYTES) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: the paths of its sockets (${longest}) are longer than ${MAX_SOCKET_PATH_BYTES} bytes. Choose a shorter CATALYST_HOME.`,
    );
  }
}
