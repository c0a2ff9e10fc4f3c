import { createSecureContext, rootCertificates } from "node:tls";
import { type AddressKind, checkAddress, guardedLookup, lookUpOurs } from "@catalyst/machine";
import { Agent } from "undici";
import { MAX_ANSWER_BYTES, readBoundedBody } from "./bounded-body.ts";
import { type KeptBounds, readKept } from "./read-kept.ts";
import { findNextPlace, type Place } from "./redirect.ts";

const CONNECT_MILLISECONDS = 5000;
const ANSWER_MILLISECONDS = 30_000;
const MAX_HEADER_BYTES = 32 * 1024;
const OK = 200;
const MAX_REDIRECTS = 3;
const WITHOUT_BODY = [204, 205, 304];

export interface ConnectionOptions {
  /** Whether the host may be one of the owner's own network. */
  isPrivateAllowed: boolean;
  /** PEM, trusted beside the authorities that everybody trusts. */
  authority?: string | null;
  answerMilliseconds?: number;
}

/** The connections to one GitHub. */
export interface Connections {
  /**
   * Asks as `fetch` does, under bounds of size and time. A redirect is followed to the same host only, and with `redirect: "manual"`
   * not at all. Throws `UnreadableAnswer` beyond the bounds, and what the connection throws.
   */
  fetch(url: string, asked: Asked): Promise<Response>;
  /**
   * What stands at an address that says all that is needed to read it, without a word of who asks. No redirect is followed. null: it isn't
   * there, is longer than is wanted, or takes too long.
   */
  readKept(url: URL, bounds: KeptBounds): Promise<Buffer | null>;
  close(): Promise<void>;
}

interface Asked {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect?: string;
  signal?: AbortSignal;
}

export function openConnections(options: ConnectionOptions): Connections {
  const { isPrivateAllowed, authority = null, answerMilliseconds = ANSWER_MILLISECONDS } = options;
  const kinds: readonly AddressKind[] = isPrivateAllowed ? ["public", "private"] : ["public"];
  // Made once: more than a hundred certificates take tens of milliseconds, and each connection would read its own.
  const trusted =
    authority === null ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, authority] }) };
  const connect = { timeout: CONNECT_MILLISECONDS, lookup: guardedLookup(kinds, lookUpOurs), ...trusted };
  const common = { connect, allowH2: false, maxHeaderSize: MAX_HEADER_BYTES, pipelining: 0 };
  const agent = new Agent({ ...common, maxResponseSize: MAX_ANSWER_BYTES + 1 });
  const keptAgent = new Agent(common);
  const ask = async ({ url, method }: Place, asked: Asked): Promise<Response> => {
    checkAddress(url.hostname, kinds);
    const { statusCode, headers, body } = await agent.request({
      ...{ origin: url.origin, path: `${url.pathname}${url.search}`, method: method as "GET" },
      ...{ headers: asked.headers, body: asked.body, signal: asked.signal },
    });
    const bytes = await readBoundedBody(body);
    return new Response(WITHOUT_BODY.includes(statusCode) ? null : bytes, {
      status: statusCode,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    });
  };
  return {
    async fetch(url, asked) {
      const signals = [AbortSignal.timeout(answerMilliseconds), ...(asked.signal ? [asked.signal] : [])];
      const bounded = { ...asked, signal: AbortSignal.any(signals) };
      let place: Place = { url: new URL(url), method: asked.method };
      for (let redirects = 0; ; redirects++) {
        const response = await ask(place, bounded);
        const next = asked.redirect !== "manual" && redirects < MAX_REDIRECTS ? findNextPlace(place, response) : null;
        if (next === null) {
          return response;
        }
        place = next;
      }
    },
    async readKept(url, bounds) {
      try {
        checkAddress(url.hostname, kinds);
        const signal = AbortSignal.timeout(Math.min(bounds.milliseconds ?? answerMilliseconds, answerMilliseconds));
        const asked = { origin: url.origin, path: `${url.pathname}${url.search}`, method: "GET", signal } as const;
        const { statusCode, body } = await keptAgent.request(asked);
        if (statusCode === OK) {
          return await readKept(body, bounds);
        }
        // What is put away unread says so once more, to nobody: unheard it would end the process.
        body.on("error", () => undefined).destroy();
        return null;
      } catch {
        // It is a part of what is told, and nothing that the rest waits for.
        return null;
      }
    },
    close: async () => void (await Promise.all([agent.destroy(), keptAgent.destroy()])),
  };
}
