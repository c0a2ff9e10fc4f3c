import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocketServer, type Server } from "node:net";
import { join } from "node:path";
import { gatewayFolderName } from "@catalyst/core/apart";
import { agentTokenOf } from "@catalyst/core/apart/environment";

/**
 * Listens where the gateway would for an environment, and lets its stages begin, with this token or one of their own. It answers
 * nothing else: enough for an environment that is only tried.
 */
export async function openTrialGateway(
  gatewayFolder: string,
  executionId: string,
  givenToken?: string,
): Promise<{ close(): void }> {
  const folder = join(gatewayFolder, gatewayFolderName(executionId));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const servers: Server[] = [];
  const listen = async (server: Server, path: string) => {
    servers.push(server);
    server.listen({ path, readableAll: true, writableAll: true });
    await once(server, "listening");
    server.unref();
  };
  const own = join(gatewayFolder, "gateway.sock");
  if (!existsSync(own)) {
    const begin = createServer((_request, response) => {
      const token = givenToken ?? randomBytes(32).toString("base64url");
      response.end(JSON.stringify({ token, agentToken: agentTokenOf(token) }));
    });
    await listen(begin, own);
  }
  await listen(
    createSocketServer((socket) => socket.destroy()),
    join(folder, "gateway.sock"),
  );
  return { close: () => servers.forEach((server) => void server.close()) };
}
