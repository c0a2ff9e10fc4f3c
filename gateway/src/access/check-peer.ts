import type { Duplex } from "node:stream";
import { gatewayFolderName } from "@catalyst/core";
import { recordEvent } from "../events/record-event.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../http/refusal.ts";
import type { Peer } from "../sockets/peer.ts";

interface Entering extends Pick<Exchange, "grant" | "deps" | "log"> {
  socket: Duplex;
}

/**
 * Lets the connection stay over which a live token came. Refuses a token that comes over any other socket than its own
 * environment's, and leaves an audit event where the token belongs; who has it from there uses up nothing of its limits.
 */
export async function checkPeer(entering: Entering, peer: Peer): Promise<void> {
  const { grant, socket } = entering;
  if (peer.environment !== gatewayFolderName(grant.executionId)) {
    await noteMisplaced(entering, peer);
    throw new Refusal("unauthenticated", "The execution token is not valid here: it belongs to another environment.");
  }
  if (!peer.connections.keep(socket, grant)) {
    throw new Refusal("rate_limited", "This execution keeps too many connections open.", { retryAfterSeconds: 1 });
  }
}

async function noteMisplaced(entering: Entering, { environment, misplacedTokens }: Peer): Promise<void> {
  if (misplacedTokens.take(1) > 0) {
    return;
  }
  const where = environment === null ? "the gateway's own socket" : `the socket of environment ${environment}`;
  entering.log.warn({ environment }, "token over another environment's socket");
  await recordEvent(entering, {
    type: "blocked",
    action: `execution token over ${where}`,
    reason: "An execution's token is worth something over the socket of its own environment only.",
  });
}
