import { once } from "node:events";
import { chmodSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { gatewayFolderName } from "@catalyst/core";

/** Listens where the gateway would for an environment, and answers nothing: enough for an environment that is only tried. */
export async function openTrialGateway(gatewayFolder: string, executionId: string): Promise<{ close(): void }> {
  const folder = join(gatewayFolder, gatewayFolderName(executionId));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const server = createServer((socket) => socket.destroy());
  server.listen({ path: join(folder, "gateway.sock"), readableAll: true, writableAll: true });
  await once(server, "listening");
  server.unref();
  return { close: () => void server.close() };
}
