import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const PATIENCE_MILLISECONDS = 10_000;

export interface Telling {
  url: string;
  secret: string;
  appId: number;
  body: Buffer;
}

export interface Told {
  /** Until each was answered with 202, in milliseconds. */
  delays: number[];
  /** How often something else came, or nothing within GitHub's 10 seconds. */
  failed: number;
}

/** One delivery as it goes over a connection. */
interface Delivery {
  host: string;
  port: number;
  head: string;
  body: Buffer;
}

/** So many deliveries at once, each over a connection of its own, as GitHub sends them. */
export function tellAtOnce(count: number, telling: Telling): Promise<Told> {
  const write = writer(telling);
  // Written beforehand: what that takes is GitHub's, on machines of its own.
  return gather(Array.from({ length: count }, write).map(tell));
}

/** So many a second, for so long, whatever is answered meanwhile. */
export async function tellSteadily(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  telling: Telling,
): Promise<Told> {
  const write = writer(telling);
  const begun = performance.now();
  const told: Promise<number | null>[] = [];
  for (let count = 0; count < perSecond * seconds; count++) {
    await wait(Math.max(1, begun + (count * 1000) / perSecond - performance.now()));
    told.push(tell(write()));
  }
  return gather(told);
}

async function gather(told: Promise<number | null>[]): Promise<Told> {
  const delays = await Promise.all(told);
  return { delays: delays.filter((delay) => delay !== null), failed: delays.filter((delay) => delay === null).length };
}

function writer({ url, secret, appId, body }: Telling): () => Delivery {
  const { host, hostname, port } = new URL(url);
  const lines = [
    "POST /api/github/webhook HTTP/1.1",
    `host: ${host}`,
    "connection: close",
    "content-type: application/json",
    `content-length: ${body.length}`,
    "x-github-event: issues",
    `x-github-hook-installation-target-id: ${appId}`,
    "x-github-hook-installation-target-type: integration",
    `x-hub-signature-256: sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  ];
  const head = () => `${[...lines, `x-github-delivery: ${randomUUID()}`].join("\r\n")}\r\n\r\n`;
  return () => ({ host: hostname, port: Number(port), head: head(), body });
}

/** By a bare socket: a client of Node's takes as long as the server for each, of the processors that both share. */
function tell({ host, port, head, body }: Delivery): Promise<number | null> {
  const from = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.setTimeout(PATIENCE_MILLISECONDS, () => socket.destroy());
    socket.once("data", (answer) => {
      resolve(answer.toString("latin1").startsWith("HTTP/1.1 202 ") ? performance.now() - from : null);
      socket.resume();
    });
    socket.once("error", () => resolve(null));
    socket.once("close", () => resolve(null));
    socket.cork();
    socket.write(head, "latin1");
    socket.write(body);
    socket.uncork();
  });
}
