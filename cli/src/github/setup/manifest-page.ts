import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CatalystError } from "@catalyst/core/apart";
import { type AppManifest, manifestPage } from "@catalyst/core/forge";
import { sayFormPage, sayPage } from "./page-words.ts";

const SECRET_BYTES = 24;
const MAX_CONNECTIONS = 20;

export interface ManifestPageInput {
  host: string;
  /** Whose App it becomes; null: the person's own. */
  organization: string | null;
  describe(redirectUrl: string): AppManifest;
  signal: AbortSignal;
}

/** What the browser is led on to, once its code was taken; null: it came to nothing. */
type Outcome = { name: string; installAddress: string } | null;

/** A page on this machine that sends an App's manifest to GitHub, and to which GitHub leads the browser back. */
export interface ManifestPage {
  /** Where the person opens it; nobody guesses it. */
  url: string;
  /** What GitHub gave the browser. Rejects with `cancelled` after the signal. */
  code: Promise<string>;
  /** Answers the browser that brought the code. */
  conclude(outcome: Outcome): void;
  close(): Promise<void>;
}

/** Opens it at a port of loopback that the machine picks. Nothing of it comes from elsewhere. */
export async function openManifestPage(input: ManifestPageInput): Promise<ManifestPage> {
  const [path, state] = [makeSecret(), makeSecret()];
  const code = Promise.withResolvers<string>();
  const outcome = Promise.withResolvers<Outcome>();
  const server = createServer((request, response) => {
    const url = urlOf(request, server);
    if (url?.pathname === `/${path}`) {
      const action = `${manifestPage(input.host, input.organization)}?state=${state}`;
      send(response, 200, sayFormPage(action, input.describe(`${originOf(server)}/${path}/done`)));
      return;
    }
    const given = url?.pathname === `/${path}/done` ? readCode(url, state) : null;
    if (given === null) {
      send(response, 404, sayPage("There is nothing here.", "The address stands in the terminal."));
      return;
    }
    code.resolve(given);
    void outcome.promise.then((concluded) => sendOutcome(response, concluded));
  });
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => code.reject(new CatalystError("cancelled", "No App was made."));
  input.signal.addEventListener("abort", stop, { once: true });
  // Whoever doesn't wait for it any longer isn't told of it.
  code.promise.catch(() => undefined);
  return {
    url: `${originOf(server)}/${path}`,
    code: code.promise,
    conclude: outcome.resolve,
    async close() {
      input.signal.removeEventListener("abort", stop);
      outcome.resolve(null);
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** null: it isn't asked for by this very name. Another name for this machine is a page elsewhere that would read this one. */
function urlOf({ method, headers, url: path }: IncomingMessage, server: Server): URL | null {
  const url = URL.parse(`http://${headers.host ?? ""}${path ?? ""}`);
  return method === "GET" && url?.origin === originOf(server) ? url : null;
}

/** null: it isn't the answer to what was sent. */
function readCode({ searchParams }: URL, state: string): string | null {
  const code = searchParams.get("code") ?? "";
  return isSame(searchParams.get("state") ?? "", state) && /^[A-Za-z0-9_-]{1,255}$/.test(code) ? code : null;
}

function sendOutcome(response: ServerResponse<IncomingMessage>, outcome: Outcome): void {
  if (outcome === null) {
    send(response, 502, sayPage("The App couldn't be added.", "The terminal says why."));
    return;
  }
  const { name, installAddress } = outcome;
  send(response, 200, sayPage(`The App ${name} is added.`, "Now install it in your repositories.", installAddress));
}

function send(response: ServerResponse<IncomingMessage>, status: number, html: string): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(html);
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function makeSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}
