import { createHmac, randomUUID } from "node:crypto";
import { Agent, request as startRequest } from "node:http";
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

/** So many deliveries at once, each over a connection of its own, as GitHub sends them. */
export function tellAtOnce(count: number, telling: Telling): Promise<Told> {
  return gather(Array.from({ length: count }, () => tell(telling)));
}

/** So many a second, for so long, whatever is answered meanwhile. */
export async function tellSteadily(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  telling: Telling,
): Promise<Told> {
  const begun = performance.now();
  const told: Promise<number | null>[] = [];
  for (let count = 0; count < perSecond * seconds; count++) {
    await wait(Math.max(1, begun + (count * 1000) / perSecond - performance.now()));
    told.push(tell(telling));
  }
  return gather(told);
}

async function gather(told: Promise<number | null>[]): Promise<Told> {
  const delays = await Promise.all(told);
  return { delays: delays.filter((delay) => delay !== null), failed: delays.filter((delay) => delay === null).length };
}

function tell({ url, secret, appId, body }: Telling): Promise<number | null> {
  const headers = {
    "content-type": "application/json",
    "content-length": body.length,
    "x-github-delivery": randomUUID(),
    "x-github-event": "issues",
    "x-github-hook-installation-target-id": String(appId),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  };
  const from = performance.now();
  return new Promise((resolve) => {
    const asked = startRequest(
      `${url}/api/github/webhook`,
      { method: "POST", headers, agent: new Agent(), timeout: PATIENCE_MILLISECONDS },
      (message) => {
        message.once("end", () => resolve(message.statusCode === 202 ? performance.now() - from : null)).resume();
      },
    );
    asked.once("timeout", () => asked.destroy());
    asked.once("error", () => resolve(null));
    asked.end(body);
  });
}
