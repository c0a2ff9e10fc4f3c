import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { POD_NEWS_PATH, PodNews } from "@catalyst/core/apart/cluster";
import { Agent, request } from "undici";
import { hostPort } from "./follow-gateway.ts";
import { type GatewayNews, keepNews } from "./gateway-news.ts";

const ASK_MILLISECONDS = 3000;
const ANSWER_MILLISECONDS = 5000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export interface AskingGateway {
  /** The addresses of its pods now. */
  pods: () => readonly string[];
  port: number;
  /** PEM: who vouches for it, and by which name. */
  authority: string;
  tlsName: string;
  /** Holds the token by which the operator shows who it is; the kubelet renews it. */
  identityFile: string;
  now: () => Date;
  signal: AbortSignal;
  onFault: (fault: Error) => void;
}

/** Asks each of the gateway's pods every few seconds what it knows of environments' pods, until the signal. */
export function askGateway(asking: AskingGateway): GatewayNews {
  const { pods, authority: ca, tlsName: servername, signal, onFault } = asking;
  const keeper = keepNews({ now: asking.now, elapsed: () => performance.now() });
  const dispatcher = new Agent({
    connect: { ca, servername, timeout: ANSWER_MILLISECONDS },
    allowH2: false,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  void (async () => {
    while (!signal.aborted) {
      const told = await Promise.all(
        pods().map((host) =>
          askOne(host, { asking, dispatcher }).catch((cause: unknown) => {
            onFault(new Error(`asking the gateway at ${host} failed: ${(cause as Error).message}`, { cause }));
            return null;
          }),
        ),
      );
      keeper.take(told);
      await sleep(ASK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
    await dispatcher.close();
  })();
  return keeper;
}

async function askOne(
  host: string,
  { asking, dispatcher }: { asking: AskingGateway; dispatcher: Agent },
): Promise<PodNews> {
  const { port, identityFile, signal } = asking;
  const token = (await readFile(identityFile, "utf8")).trim();
  const { statusCode, body } = await request(`https://${hostPort(host, port)}${POD_NEWS_PATH}`, {
    ...{ dispatcher, headersTimeout: ANSWER_MILLISECONDS, bodyTimeout: ANSWER_MILLISECONDS },
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
  });
  const text = await body.text();
  if (statusCode !== 200) {
    throw new Error(`it answered ${statusCode}: ${text.slice(0, 200)}`);
  }
  return PodNews.parse(JSON.parse(text));
}
