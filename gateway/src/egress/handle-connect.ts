import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type Grant, isAllowed } from "@catalyst/core";
import { authenticate } from "../access/authenticate.ts";
import { checkHolder } from "../access/check-holder.ts";
import { checkPeer } from "../access/check-peer.ts";
import { errorFields } from "../error-fields.ts";
import { recordBlocked, recordEvent } from "../events/record-event.ts";
import { readProxyToken } from "../http/read-token.ts";
import { Refusal } from "../http/refusal.ts";
import type { RequestDeps } from "../request-deps.ts";
import type { EgressExchange } from "./egress-exchange.ts";
import { type Authority, parseAuthority } from "./parse-authority.ts";
import { refuseConnect } from "./refuse-connect.ts";
import { runTunnel } from "./run-tunnel.ts";

const MAX_NOTED_HOSTS = 100;

export interface ConnectRequest {
  request: IncomingMessage;
  socket: Duplex;
  /** What the client sent already. */
  head: Buffer;
}

/** The way of every CONNECT: live grant, plain name, allowed host, public address, and TLS for that very host. */
export async function handleConnect({ request, socket, head }: ConnectRequest, deps: RequestDeps): Promise<void> {
  socket.on("error", () => socket.destroy());
  let exchange: EgressExchange | null = null;
  try {
    exchange = await openExchange({ request, socket, head }, deps);
    const target = parseAuthority(request.url ?? "");
    checkHolder(exchange.grant, "agent", `CONNECT ${target.name}:${target.port}`);
    checkHost(exchange.grant, target);
    await runTunnel(exchange, target, () => noteHost(exchange as EgressExchange, target));
  } catch (error) {
    const refusal =
      error instanceof Refusal ? error : new Refusal("unavailable", "The gateway failed to open the connection.");
    if (refusal !== error) {
      (exchange?.log ?? deps.log).error(errorFields(error), "connection failed");
    }
    if (exchange !== null && refusal.blockedAction !== null) {
      await recordBlocked(exchange, { action: refusal.blockedAction, reason: refusal.message });
    }
    refuseConnect(socket, refusal);
  }
}

async function openExchange({ request, socket, head }: ConnectRequest, deps: RequestDeps): Promise<EgressExchange> {
  const { token, grant } = await authenticate(readProxyToken(request.headers), "CONNECT", deps);
  const usage = deps.usages.of(grant);
  const { log } = usage;
  await checkPeer({ socket, grant, deps, log }, deps.peerOf(socket));
  return { socket, head, grant, token, usage, deps, log };
}

function checkHost({ allowedHosts }: Grant, target: Authority): void {
  if (isAllowed(allowedHosts, target)) {
    return;
  }
  const known = allowedHosts.length === 0 ? "None are" : `Allowed are: ${allowedHosts.join(", ")}`;
  throw new Refusal(
    "forbidden",
    `Connecting to ${target.name}:${target.port} was refused: the project doesn't allow this host. ${known}. A person can allow it in .catalyst/config.yaml (allowedHosts).`,
    { blockedAction: `CONNECT ${target.name}:${target.port}` },
  );
}

/** Once for each host: package managers open dozens of connections. */
async function noteHost(exchange: EgressExchange, { name, port }: Authority): Promise<void> {
  const { reachedHosts } = exchange.usage;
  const host = `${name}:${port}`;
  if (reachedHosts.has(host) || reachedHosts.size >= MAX_NOTED_HOSTS) {
    return;
  }
  reachedHosts.add(host);
  await recordEvent(exchange, { type: "log", stream: "system", text: `Connected to ${host}.` });
}
