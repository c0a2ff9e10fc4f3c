import type { Duplex } from "node:stream";
import { type Grant, gatewayFolderName } from "@catalyst/core";
import { recordEvent } from "../events/record-event.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import type { Peer } from "../sockets/peer.ts";

interface Entering extends Pick<Exchange, "grant" | "deps" | "log"> {
  socket: Duplex;
}

/**
 * Lets the connection stay over which a live token came. Refuses a token that comes over any other socket than its own
 * environment's, or from another pod, and leaves an audit event where the token belongs; who has it from there uses up nothing
 * of its limits.
 */
export async function checkPeer(entering: Entering, peer: Peer): Promise<void> {
  const { grant, socket } = entering;
  if (!isAtHome(grant, peer)) {
    await noteMisplaced(entering, peer);
    throw new Refusal("unauthenticated", "The execution token is not valid here: it belongs to another environment.");
  }
  if (grant.pod !== null && !grant.isUsed) {
    await noteUse(grant, entering);
  }
  if (!peer.connections.keep(socket, grant)) {
    throw new Refusal("rate_limited", "This execution keeps too many connections open.", { retryAfterSeconds: 1 });
  }
}

/** From now on its stage's job is not handed out again. A token that was replaced meanwhile counts no more. */
async function noteUse(grant: Grant, { deps }: Entering): Promise<void> {
  const isLive = await deps.grants.use(grant.tokenHash).catch((cause: unknown) => {
    throw new Refusal("unavailable", "The gateway can't check the execution token now: its database doesn't answer.", {
      cause,
      retryAfterSeconds: 1,
    });
  });
  if (!isLive) {
    throw new Refusal("unauthenticated", "The execution token is not valid any more.");
  }
  grant.isUsed = true;
}

function isAtHome({ executionId, pod }: Grant, { environment, podAddress }: Peer): boolean {
  if (pod === null) {
    return environment === gatewayFolderName(executionId);
  }
  return podAddress !== null && (pod.address === null || pod.address === podAddress);
}

async function noteMisplaced(entering: Entering, { environment, podAddress, misplacedTokens }: Peer): Promise<void> {
  if (misplacedTokens.take(1) > 0) {
    return;
  }
  const where = describePlace({ environment, podAddress });
  entering.log.warn({ environment, podAddress }, "token from another environment");
  await recordEvent(entering, {
    type: "blocked",
    action: `execution token over ${where}`,
    reason: "An execution's token is worth something from its own environment only.",
  });
}

function describePlace({ environment, podAddress }: Pick<Peer, "environment" | "podAddress">): string {
  if (podAddress !== null) {
    return `a connection of the pod at ${podAddress}`;
  }
  return environment === null ? "the gateway's own socket" : `the socket of environment ${environment}`;
}
