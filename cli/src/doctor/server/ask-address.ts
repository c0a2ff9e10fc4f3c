import type { IncomingMessage } from "node:http";
import type { PeerCertificate, TLSSocket } from "node:tls";

/** An import would load all that these name. */
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

const ANSWER_MILLISECONDS = 5000;
const HEALTH = "/api/v1/health";

export interface Reached {
  status: number;
  /** Whether it says that it is a server of Catalyst's. */
  isCatalyst: boolean;
  /** What it says the time is; null: nothing. */
  date: Date | null;
  /** Of https: what it shows, and why a browser wouldn't take it; null: it would. */
  certificate: { shown: PeerCertificate; problem: string | null } | null;
}

/** Asks the address that people and programs are told, as they would, but past a certificate that they wouldn't take. Rejects when nobody answers. */
export function askAddress(address: string): Promise<Reached> {
  const url = new URL(HEALTH, address);
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(url, { timeout: ANSWER_MILLISECONDS, rejectUnauthorized: false, agent: false });
    asked.once("response", (response) => readHealth(response).then(resolve, reject));
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${ANSWER_MILLISECONDS / 1000} s`)));
    asked.once("error", reject);
    asked.end();
  });
}

const MAX_TEXT = 10_000;

async function readHealth(response: IncomingMessage): Promise<Reached> {
  const certificate = describeCertificate(response.socket as TLSSocket);
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) {
    text += chunk;
    if (text.length > MAX_TEXT) {
      break;
    }
  }
  const date = Date.parse(response.headers.date ?? "");
  return {
    status: response.statusCode ?? 0,
    isCatalyst: /"status":"ok"/.test(text) && /"version":/.test(text),
    date: Number.isNaN(date) ? null : new Date(date),
    certificate,
  };
}

function describeCertificate(socket: Partial<TLSSocket>): Reached["certificate"] {
  if (socket.getPeerCertificate === undefined) {
    return null;
  }
  const problem = socket.authorized === true ? null : String(socket.authorizationError ?? "it isn't trusted");
  return { shown: socket.getPeerCertificate(), problem };
}
