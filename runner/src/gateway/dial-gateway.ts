import type { Socket } from "node:net";
import type { GatewayAddress } from "@catalyst/core";

const { connect } = process.getBuiltinModule("node:net");

/** Who answers at the gateway's address isn't the gateway. Nothing was said to it. */
export class NotTheGateway extends Error {
  override readonly name = "NotTheGateway";
}

/**
 * A connection to the gateway, over which nothing was sent. Over TLS it is there once its certificate was found to be of the
 * authority and for the name that the job has; rejects with `NotTheGateway` where it isn't, and else when nobody answers.
 */
export async function dialGateway(gateway: GatewayAddress, signal?: AbortSignal): Promise<Socket> {
  signal?.throwIfAborted();
  const { socket, ready } = open(gateway);
  const onAbort = () => socket.destroy(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await new Promise<Socket>((resolve, reject) => {
      socket.once(ready, () => resolve(socket));
      socket.once("error", (error) => reject(isAboutIdentity(error) ? refuse(gateway, error) : error));
      socket.once("close", () => reject(new Error("The gateway ended the connection.")));
    });
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

function open(gateway: GatewayAddress): { socket: Socket; ready: "connect" | "secureConnect" } {
  if ("socket" in gateway) {
    return { socket: connect({ path: gateway.socket, allowHalfOpen: true }), ready: "connect" };
  }
  // Loaded where it is used: it would double the start of a runner that has a socket.
  const tls = process.getBuiltinModule("node:tls");
  const { host, port, ca, name } = gateway;
  const socket = tls.connect({
    ...{ host, port, ca, servername: name, allowHalfOpen: true, minVersion: "TLSv1.3", rejectUnauthorized: true },
    checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(name, certificate),
  });
  return { socket, ready: "secureConnect" };
}

/** Whether an error comes of what the other side showed, rather than of nobody being there. */
function isAboutIdentity(error: NodeJS.ErrnoException): boolean {
  return /CERT|ISSUER|SELF_SIGNED|UNABLE_TO|ALTNAME|HOSTNAME|ERR_SSL|EPROTO/.test(error.code ?? "");
}

function refuse(gateway: GatewayAddress, cause: Error): NotTheGateway {
  const where = "socket" in gateway ? gateway.socket : `${gateway.host}:${gateway.port}`;
  return new NotTheGateway(`Who answers at ${where} isn't the gateway (${cause.message}): no token was shown to it.`, {
    cause,
  });
}
