import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gatewayFolderName } from "@catalyst/core";
import type { GatewayDeps } from "../gateway-deps.ts";
import { readToken } from "../http/read-token.ts";

/** Stands for an environment whose processes have no token. */
const STRANGER = "00000000-0000-4000-8000-000000000000";

/** Says which socket belongs to which token, and tells the gateway of grants that tests put into the memory themselves. */
export function followSockets(folder: string, grants: GatewayDeps["grants"]) {
  const owners = new Map<string, string>();
  const seen = new Set<string>();
  let tell = () => {};
  return {
    grants: {
      ...grants,
      listExecutions: async () => [STRANGER, ...(await grants.listExecutions())],
      watch(onChange: () => void) {
        tell = onChange;
        return grants.watch(onChange);
      },
    },
    async socketOf(executionId: string) {
      const socketPath = join(folder, gatewayFolderName(executionId), "gateway.sock");
      while (!seen.has(socketPath) && !existsSync(socketPath)) {
        tell();
        await wait(2);
      }
      // It may be gone for a good reason, which is then the test's.
      seen.add(socketPath);
      return socketPath;
    },
    async ownerOf(headers: Record<string, string>) {
      const tokenHash = createHash("sha256")
        .update(readToken(headers) ?? "")
        .digest("hex");
      const grant = await grants.findLive(tokenHash).catch(() => null);
      const owner = grant?.executionId ?? owners.get(tokenHash) ?? STRANGER;
      owners.set(tokenHash, owner);
      return owner;
    },
  };
}
