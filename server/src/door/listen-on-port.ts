import { readFile, writeFile } from "node:fs/promises";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import type { ListenAddress } from "./listen-address.ts";

/** How many are tried after one that is taken. */
const NEXT_PORTS = 50;
const MAX_PORT = 65_535;

export interface AskedPort {
  address: ListenAddress;
  /** Somebody said this port: another is none. */
  isSaid: boolean;
  /** Remembers the port that was found. */
  folder: string;
}

/**
 * Listens on the port, or on the one that this home had last time. One that is taken means the next that is free, unless it was
 * asked for by name. Throws `conflict` for that, and `invalid_configuration` for an address that isn't this machine's.
 */
export async function listenOnPort(server: Server, { address, isSaid, folder }: AskedPort): Promise<number> {
  const { host, port } = address;
  const path = join(folder, "port");
  const first = isSaid ? port : ((await readPort(path)) ?? port);
  const last = isSaid || first === 0 ? first : Math.min(first + NEXT_PORTS, MAX_PORT);
  for (let tried = first; tried <= last; tried++) {
    if (await listen(server, { host, port: tried })) {
      const { port: found } = server.address() as AddressInfo;
      await writeFile(path, `${found}\n`, { mode: 0o600 });
      return found;
    }
  }
  const taken = first === last ? `${host}:${first} is taken` : `all ports from ${first} to ${last} are taken`;
  throw new CatalystError("conflict", `Starting the server failed: ${taken} by another program. Say another port.`);
}

async function readPort(path: string): Promise<number | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^\d{1,5}\n$/.test(text) && Number(text) <= MAX_PORT ? Number(text) : null;
}

/** False: somebody else has it. */
function listen(server: Server, { host, port }: ListenAddress): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(refuse({ host, port }, error));
    server.once("error", fail);
    server.listen({ host, port }, () => {
      server.off("error", fail);
      resolve(true);
    });
  });
}

function refuse({ host, port }: ListenAddress, cause: NodeJS.ErrnoException): CatalystError {
  return new CatalystError(
    "invalid_configuration",
    `Starting the server failed: it can't listen on ${host}:${port} (${cause.code}). Say an address of this machine.`,
    { cause },
  );
}
