import { isIP } from "node:net";
import type { ListenAddress } from "@catalyst/core";

/** How the server is called by those who ask it. */
export interface PublicAddress {
  /** What browsers know it by: scheme, host and port. */
  origin: string;
  host: string;
  isHttps: boolean;
  /** Where it is asked from this machine. Encrypted, it has the name of its certificate alone. */
  ownOrigin: string;
  /** Other hosts, with their ports, that mean it too. */
  aliases: readonly string[];
}

export interface ListeningAt {
  address: ListenAddress;
  /** The one that it listens on. */
  port: number;
  isTls: boolean;
}

/**
 * The one that was said, or what follows of where it listens: `http://localhost:3210`, whose passkeys work where those of 127.0.0.1
 * don't. What listens everywhere has no other name than that which is said.
 */
export function publicAddressOf({ address: { host }, port, isTls }: ListeningAt, said: URL | null): PublicAddress {
  const scheme = isTls ? "https" : "http";
  const hosts = isLoopback(host) || isEverywhere(host) ? ["localhost", "127.0.0.1", "::1"] : [host];
  const urls = hosts.map((one) => new URL(`${scheme}://${isIP(one) === 6 ? `[${one}]` : one}:${port}`));
  const url = said ?? (urls[0] as URL);
  const isNear = host !== "::1" && (isLoopback(host) || isEverywhere(host));
  const near = isNear ? "127.0.0.1" : host;
  const ownOrigin = isTls ? url.origin : new URL(`http://${isIP(near) === 6 ? `[${near}]` : near}:${port}`).origin;
  const aliases = urls.map((one) => one.host).filter((one) => one !== url.host);
  return { origin: url.origin, host: url.host, isHttps: url.protocol === "https:", ownOrigin, aliases };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

export function isEverywhere(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}
