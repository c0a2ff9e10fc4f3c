import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { watchGrant } from "../access/watch-grant.ts";
import { recordBlocked } from "../events/record-event.ts";
import { Refusal } from "../http/refusal.ts";
import type { EgressExchange } from "./egress-exchange.ts";
import { createHelloReader } from "./hello-reader.ts";
import type { Authority } from "./parse-authority.ts";
import type { ServerName } from "./read-server-name.ts";

const ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

/**
 * Connects the client with the host until either ends, the grant dies, a limit is reached or the gateway stops. Refuses while
 * the CONNECT isn't answered; afterwards it can only cut. `onOpen` is called when the first bytes go through.
 */
export async function runTunnel(
  exchange: EgressExchange,
  target: Authority,
  onOpen: () => Promise<void>,
): Promise<void> {
  const { usage, deps, socket } = exchange;
  takePlace(exchange);
  let upstream: Socket | null = null;
  const cut = () => {
    socket.destroy();
    upstream?.destroy();
  };
  const stop = limitTime(exchange, cut);
  try {
    upstream = await deps.dialHost(target, deps.limits.upstreamConnectSeconds);
    socket.write(ESTABLISHED);
    const hello = await checkHello(exchange, target);
    if (hello !== null) {
      await onOpen();
      await passThrough(exchange, { upstream, hello, cut });
    }
  } finally {
    stop();
    usage.openTunnels -= 1;
    upstream?.destroy();
  }
}

function takePlace({ usage, deps: { limits } }: EgressExchange): void {
  const waitSeconds = usage.holders.agent.requests.take(1);
  if (usage.openTunnels >= limits.concurrentTunnels || waitSeconds > 0) {
    throw new Refusal("rate_limited", "This execution opens too many connections at once.", {
      retryAfterSeconds: Math.max(1, Math.ceil(waitSeconds)),
    });
  }
  usage.openTunnels += 1;
}

function limitTime({ token, deps, log, socket }: EgressExchange, cut: () => void): () => void {
  const { limits, stopping, grantLookup } = deps;
  const stopWatching = watchGrant(grantLookup, {
    token,
    checkSeconds: limits.grantCheckSeconds,
    outageSeconds: limits.grantOutageSeconds,
    onDead: () => {
      log.info("connection to a host cut: its grant ended");
      cut();
    },
  });
  const timer = setTimeout(cut, limits.maxTunnelSeconds * 1000);
  stopping.addEventListener("abort", cut, { once: true });
  socket.once("close", cut);
  return () => {
    stopWatching();
    clearTimeout(timer);
    stopping.removeEventListener("abort", cut);
    socket.off("close", cut);
  };
}

/**
 * The client's first bytes, once they are known to be TLS for the very host: an allowed host may share its address with any
 * other. null: the connection was cut.
 */
async function checkHello(exchange: EgressExchange, { name, port }: Authority): Promise<Buffer | null> {
  const { socket, head, deps } = exchange;
  const hello = await readHello(socket, { head, seconds: deps.limits.helloSeconds });
  if (hello === null) {
    socket.destroy();
    return null;
  }
  const { bytes, found } = hello;
  if (found.kind === "name" && found.name === name) {
    return bytes;
  }
  const what = found.kind === "refused" ? found.reason : "its TLS greeting is for another server";
  const reason = `The connection to ${name}:${port} was cut: ${what}. Only TLS for the allowed host itself is let through.`;
  await recordBlocked(exchange, { action: `CONNECT ${name}:${port}`, reason });
  socket.destroy();
  return null;
}

interface Hello {
  /** All that came so far. */
  bytes: Buffer;
  found: ServerName;
}

/** Reads on until the server's name is known or can't be; null when the client left or took too long. */
function readHello(socket: Duplex, { head, seconds }: { head: Buffer; seconds: number }): Promise<Hello | null> {
  return new Promise((resolve) => {
    const reader = createHelloReader();
    const chunks: Buffer[] = [];
    const finish = (hello: Hello | null) => {
      clearTimeout(timer);
      socket.off("data", onData).off("close", onClose).off("end", onClose).pause();
      resolve(hello);
    };
    const onData = (chunk: Buffer) => {
      chunks.push(chunk);
      const found = reader.push(chunk);
      if (found.kind !== "more") {
        finish({ bytes: Buffer.concat(chunks), found });
      }
    };
    const onClose = () => finish(null);
    const timer = setTimeout(onClose, seconds * 1000);
    socket.on("data", onData).on("close", onClose).on("end", onClose);
    onData(head);
  });
}

interface Tunnel {
  upstream: Socket;
  hello: Buffer;
  cut: () => void;
}

async function passThrough(exchange: EgressExchange, { upstream, hello, cut }: Tunnel): Promise<void> {
  const { socket, usage, deps, log } = exchange;
  const { maxEgressBytes, maxIngressBytes, upstreamIdleSeconds } = deps.limits;
  const count = (key: "sentBytes" | "receivedBytes", limit: number) => (chunk: Buffer) => {
    usage[key] += chunk.length;
    if (usage[key] > limit) {
      log.warn({ limit: key }, "connection to a host cut: too many bytes");
      cut();
    }
  };
  const closed = new Promise<void>((resolve) => upstream.once("close", () => resolve()));
  upstream.setTimeout(upstreamIdleSeconds * 1000, cut);
  upstream.once("close", () => socket.destroy());
  const countSent = count("sentBytes", maxEgressBytes);
  countSent(hello);
  upstream.write(hello);
  socket.on("data", countSent).pipe(upstream);
  upstream.on("data", count("receivedBytes", maxIngressBytes)).pipe(socket);
  await closed;
}
