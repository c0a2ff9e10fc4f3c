import { createServer } from "node:net";
import type { EnvironmentJobStore } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../../error-fields.ts";
import { createTokenBucket } from "../../limits/token-bucket.ts";
import type { PodPeers } from "../door/pod-peers.ts";
import { readAddress } from "../door/read-address.ts";

const BACKLOG = 64;
/** Each costs a question to the database. */
const TOUCHES = { perSecond: 20, burst: 100 };

export interface Canary {
  port: number;
  /** How long ago somebody came who is no pod of an environment: by this it is known that it can be reached at all. */
  knockedSecondsAgo(): number | null;
  close(): Promise<void>;
}

interface CanaryDeps {
  jobs: Pick<EnvironmentJobStore, "tripByAddress">;
  /** Who connects to the door for pods. */
  peers: Pick<PodPeers, "has">;
  log: Logger;
}

/**
 * Listens where no environment may reach, though it may reach the gateway itself: only a policy keeps it away. Says nothing to
 * anybody; who comes from an environment's address has lost its isolation.
 */
export async function openCanary(port: number, deps: CanaryDeps): Promise<Canary> {
  let knockedAt: number | null = null;
  const touches = createTokenBucket(TOUCHES, () => performance.now());
  const server = createServer((socket) => {
    const address = readAddress(socket.remoteAddress);
    const own = nameAddress(readAddress(socket.localAddress), socket.localPort);
    socket.on("error", () => undefined).destroy();
    if (touches.take(1) > 0) {
      return;
    }
    void touch({ address, own }, deps).then((isKnock) => {
      knockedAt = isKnock ? performance.now() : knockedAt;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, backlog: BACKLOG }, resolve);
  });
  server.on("error", () => undefined);
  return {
    port: (server.address() as { port: number }).port,
    knockedSecondsAgo: () => (knockedAt === null ? null : (performance.now() - knockedAt) / 1000),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Whether it was the knock of somebody who may. */
async function touch(
  { address, own }: { address: string; own: string },
  { jobs, peers, log }: CanaryDeps,
): Promise<boolean> {
  try {
    const executionId = await jobs.tripByAddress(address, `It reached the gateway's canary at ${own}`);
    if (executionId !== null) {
      log.warn({ executionId, address }, "isolation lost: the canary was reached");
    }
    return executionId === null && !peers.has(address);
  } catch (error) {
    log.error(errorFields(error), "canary's visitor not looked up");
    return false;
  }
}

function nameAddress(host: string, port: number | undefined): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port ?? 0}`;
}
