import { type AddressInfo, connect, type Socket } from "node:net";
import { checkAddress, ForbiddenAddressError, guardedLookup } from "@catalyst/machine";

/** An import would load all that node:http names, fetch and WebSocket among it. */
const { createServer } = process.getBuiltinModule("node:http");

const MAX_CONNECTIONS = 32;
const HTTPS_PORT = 443;

/** The one way out of a git that reads a repository elsewhere. */
export interface Doorman {
  /** What git is told as its proxy. */
  url: string;
  /** Why a connection was refused; null: none was. */
  refusal(): string | null;
  stop(): void;
}

/**
 * Starts a proxy on this machine that opens connections to hosts on the internet alone, and to those of the owner's own
 * network that the owner named. It resolves names itself, so that neither a redirect nor a second answer leads elsewhere. To
 * the metadata services of clouds it never connects.
 */
export async function startDoorman(privateHosts: readonly string[]): Promise<Doorman> {
  let refusal: string | null = null;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => void sockets.add(socket.once("close", () => sockets.delete(socket)));
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.maxConnections = MAX_CONNECTIONS;
  server.on("connect", ({ url = "" }: { url?: string }, client: Socket) => {
    const fail = (error: Error) => {
      refusal = error instanceof ForbiddenAddressError ? error.message : refusal;
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    };
    keep(client.on("error", () => client.destroy()));
    try {
      const upstream = dial(url, privateHosts).once("error", fail);
      keep(upstream);
      client.once("close", () => upstream.destroy());
      upstream.once("connect", () => {
        upstream.off("error", fail).on("error", () => client.destroy());
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(upstream).pipe(client);
      });
    } catch (error) {
      fail(error as Error);
    }
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refusal: () => refusal,
    stop: () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

/** `authority` is what the client asks for: `name:port`. Throws for an address that isn't allowed; a name's fails the socket. */
function dial(authority: string, privateHosts: readonly string[]): Socket {
  const { hostname, port } = new URL(`https://${authority}`);
  const kinds = privateHosts.includes(hostname) ? (["public", "private"] as const) : (["public"] as const);
  checkAddress(hostname, kinds);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return connect({ host, port: Number(port) || HTTPS_PORT, lookup: guardedLookup(kinds), autoSelectFamily: true });
}
