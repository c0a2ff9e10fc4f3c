import type { RequestListener, Server } from "node:http";
import type { Server as PlainServer } from "node:net";
import type { ListenAddress } from "@catalyst/core";
import { createHttpServer } from "../http/serving/create-http-server.ts";
import type { TrustedProxies } from "./admission/trusted-proxies.ts";
import { createVouchedAddresses } from "./admission/vouched-addresses.ts";
import { createDoor } from "./create-door.ts";
import { createFront } from "./front/create-front.ts";
import type { WebPlace } from "./front/web-place.ts";
import { limitConnections } from "./listen/limit-connections.ts";
import { listenOnPort } from "./listen/listen-on-port.ts";
import { type PublicAddress, publicAddressOf } from "./listen/public-address.ts";
import { followTlsFiles, readTlsFiles, type TlsFiles } from "./listen/tls-files.ts";
import { createMounts, type MountDeps } from "./mounts.ts";

/** What may be said of the port. */
export interface DoorSettings {
  listen: ListenAddress;
  /** Somebody said it: another port is none. */
  isSaid: boolean;
  /** null: what follows of where it listens. */
  publicUrl: URL | null;
  /** null: in clear, as on this machine alone, or behind a proxy. */
  tls: TlsFiles | null;
  proxies: TrustedProxies;
  /** Where the web answers; null: nowhere. */
  web: WebPlace | null;
}

export interface OpenDoor {
  address: PublicAddress;
  servers: readonly (Server | PlainServer)[];
  close(): void;
}

/** Opens the port. What comes before it is known which one that is waits for it. */
export async function openDoor(
  settings: DoorSettings,
  { folder, note, ...deps }: Omit<MountDeps, "address" | "hasWeb"> & { folder: string; note(server: Server): void },
): Promise<OpenDoor> {
  const { limits, log } = deps;
  const { listen, isSaid, proxies, tls } = settings;
  const door = Promise.withResolvers<RequestListener>();
  const pair = tls === null ? null : await readTlsFiles(tls);
  const server = createHttpServer(
    (request, response) => void door.promise.then((handle) => handle(request, response)),
    limits,
    pair,
  );
  note(server);
  limitConnections(server, { maxOfOne: limits.maxConnectionsOfOne, isExempt: proxies.has });
  const { port, beside } = await listenOnPort(server, { address: listen, isSaid, folder });
  const address = publicAddressOf({ address: listen, port, isTls: tls !== null }, settings.publicUrl);
  const unfollow = tls === null ? () => undefined : followTlsFiles(server, tls, { log });
  const mounts = createMounts({ ...deps, address, hasWeb: settings.web !== null });
  const github = deps.signIn.github;
  const formsTo = github === null ? null : new URL(github.url).origin;
  const vouched = createVouchedAddresses();
  const front = createFront(settings.web, { ...deps, vouched });
  door.resolve(createDoor({ address, proxies, vouched, limits, mounts, front, formsTo }));
  return { address, servers: beside === null ? [server] : [server, beside], close: unfollow };
}
