import { readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { CatalystError, type ListenAddress } from "@catalyst/core";
import { isLoopback } from "./public-address.ts";

/** How many are tried after one that is taken. */
const NEXT_PORTS = 50;
const MAX_PORT = 65_535;
/** As many may come at once: who finds the queue full tries again after a second. The machine may have a lower bound of its own. */
const BACKLOG = 4096;
const IPV6_LOOPBACK = "::1";
/** The machine has no such address, or no IPv6. */
const NO_IPV6 = ["EADDRNOTAVAIL", "EAFNOSUPPORT"];

export interface AskedPort {
  address: ListenAddress;
  /** Somebody said this port: another is none. */
  isSaid: boolean;
  /** Remembers the port that was found. */
  folder: string;
}

export interface OpenedPort {
  port: number;
  /** Closed with the server. */
  beside: Server | null;
}

/**
 * Listens on the port, or on the one that this home had last time. One that is taken means the next that is free, unless it was
 * asked for by name. Throws `conflict` for that, and `invalid_configuration` for an address that isn't this machine's.
 *
 * Browsers look for `localhost` on `::1` first: whoever listens there would be told what is meant for us. So both are listened on.
 */
export async function listenOnPort(server: Server, { address, isSaid, folder }: AskedPort): Promise<OpenedPort> {
  const { host, port } = address;
  const path = join(folder, "port");
  const first = isSaid ? port : ((await readPort(path)) ?? port);
  const last = first === 0 || !isSaid ? Math.min(first + NEXT_PORTS, MAX_PORT) : first;
  for (let tried = first; tried <= last; tried++) {
    const opened = await open(server, { host, port: first === 0 ? 0 : tried });
    if (opened !== null) {
      await writeFile(path, `${opened.port}\n`, { mode: 0o600 });
      return opened;
    }
  }
  const taken = first === last ? `${host}:${first} is taken` : `all ports from ${first} to ${last} are taken`;
  throw new CatalystError("conflict", `Starting the server failed: ${taken} by another program. Say another port.`);
}

async function readPort(path: string): Promise<number | null> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^\d{1,5}\n$/.test(text) && Number(text) <= MAX_PORT ? Number(text) : null;
}

/** null: somebody else has it. */
async function open(server: Server, { host, port }: ListenAddress): Promise<OpenedPort | null> {
  if ((await listen(server, { host, port })) !== "listening") {
    return null;
  }
  const { port: found, family } = server.address() as AddressInfo;
  if (!isLoopback(host) || family === "IPv6") {
    return { port: found, beside: null };
  }
  const beside = createServer((socket) => server.emit("connection", socket));
  switch (await listen(beside, { host: IPV6_LOOPBACK, port: found })) {
    case "listening":
      return { port: found, beside };
    case "no_address":
      return { port: found, beside: null };
    case "taken":
      await new Promise((resolve) => server.close(resolve));
      return null;
  }
}

function listen(server: Server, { host, port }: ListenAddress): Promise<"listening" | "taken" | "no_address"> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      server.off("listening", succeed);
      if (error.code === "EADDRINUSE") {
        resolve("taken");
      } else if (host === IPV6_LOOPBACK && NO_IPV6.includes(error.code ?? "")) {
        resolve("no_address");
      } else {
        reject(refuse({ host, port }, error));
      }
    };
    const succeed = () => {
      server.off("error", fail);
      resolve("listening");
    };
    server.once("error", fail);
    server.once("listening", succeed);
    server.listen({ host, port, backlog: BACKLOG });
  });
}

function refuse({ host, port }: ListenAddress, cause: NodeJS.ErrnoException): CatalystError {
  return new CatalystError(
    "invalid_configuration",
    `Starting the server failed: it can't listen on ${host}:${port} (${cause.code}). Say an address of this machine.`,
    { cause },
  );
}
