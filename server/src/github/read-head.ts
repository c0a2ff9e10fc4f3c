import type { IncomingHttpHeaders } from "node:http";

/** What the headers of a delivery say. Nothing of it is true before its signature is checked. */
export interface DeliveryHead {
  /** GitHub's number of the App that it is for. */
  appId: number;
  /** The GitHub that a company runs itself; null: it doesn't say that it is one. */
  host: string | null;
  guid: string;
  event: string;
  signature: Buffer;
}

const FORMS = {
  "x-github-hook-installation-target-type": /^integration$/,
  "x-github-hook-installation-target-id": /^[1-9]\d{0,14}$/,
  "x-github-delivery": /^[A-Za-z0-9-]{1,100}$/,
  "x-github-event": /^[a-z0-9_]{1,100}$/,
  "x-hub-signature-256": /^sha256=[0-9a-f]{64}$/,
};
const HOST = /^[a-z0-9][a-z0-9.:-]{0,254}$/;

/** null: one is missing, doubled (Node joins them by commas), or not as GitHub writes it. */
export function readHead(headers: IncomingHttpHeaders): DeliveryHead | null {
  const isWhole = Object.entries(FORMS).every(([name, form]) => form.test(String(headers[name] ?? "")));
  const host = headers["x-github-enterprise-host"] === undefined ? null : String(headers["x-github-enterprise-host"]);
  if (!isWhole || (host !== null && !HOST.test(host.toLowerCase()))) {
    return null;
  }
  return {
    appId: Number(headers["x-github-hook-installation-target-id"]),
    host: host?.toLowerCase() ?? null,
    guid: String(headers["x-github-delivery"]),
    event: String(headers["x-github-event"]),
    signature: Buffer.from(String(headers["x-hub-signature-256"]).slice("sha256=".length), "hex"),
  };
}
