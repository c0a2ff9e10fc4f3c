import type { Server } from "node:net";
import { join } from "node:path";
import { gatewayFolderName } from "@catalyst/core";
import { checkSocketPath, listenOnOwnSocket } from "@catalyst/machine";

const NAME = "gateway.sock";

/** Listens on the gateway's own socket in this folder, as `listenOnOwnSocket` does. */
export async function listenInFolder(server: Server, folder: string): Promise<string> {
  // The sockets of environments have longer paths than its own.
  checkSocketPath(join(folder, gatewayFolderName("00000000"), NAME), "Starting the gateway");
  return listenOnOwnSocket(server, { folder, name: NAME, who: "the gateway" });
}
