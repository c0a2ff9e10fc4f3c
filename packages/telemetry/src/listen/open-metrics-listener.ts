import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ListenAddress, MetricsAddress } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import { answerScrapes } from "./answer-scrapes.ts";
import { isOfThisMachine } from "./judge-reader.ts";
import type { Measured } from "./measured.ts";

/** Whoever scrapes keeps its connection from one scrape to the next. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const REQUEST_MILLISECONDS = 10_000;
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_CONNECTIONS = 32;

export interface MetricsListener {
  /** Without the path. */
  url: string;
  close(): Promise<void>;
}

/**
 * Answers `/metrics`, `/healthz` (it is alive) and `/readyz` (it can do its work) at this address, and nothing else. Throws
 * `conflict` for a port that is taken, and `invalid_configuration` for an address that isn't this machine's.
 */
export async function openMetricsListener(measured: Measured): Promise<MetricsListener> {
  const { address, who, log } = measured;
  refuseOpen(address, who);
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      headersTimeout: REQUEST_MILLISECONDS,
      requestTimeout: REQUEST_MILLISECONDS,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    answerScrapes(measured),
  );
  server.maxConnections = MAX_CONNECTIONS;
  // It tells of a process and keeps none alive.
  server.unref().on("connection", (socket) => socket.unref());
  await listen(server, address, who);
  const { port } = server.address() as AddressInfo;
  const url = `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`;
  log.info({ url: `${url}/metrics` }, "metrics are told");
  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function refuseOpen({ host, port, token }: MetricsAddress, who: string): void {
  if (token === undefined && !isOfThisMachine(host)) {
    const problem = "others may ask there, and nothing says what they must know. Set CATALYST_METRICS_TOKEN too";
    throw new CatalystError(
      "invalid_configuration",
      `Telling the metrics of ${who} on ${host}:${port} (CATALYST_METRICS_LISTEN) failed: ${problem}.`,
    );
  }
}

function listen(server: Server, { host, port }: ListenAddress, who: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === "EADDRINUSE";
      const problem = isTaken
        ? "another program has that port. Say another one"
        : `it can't listen there (${cause.code}). Say an address of this machine`;
      reject(
        new CatalystError(
          isTaken ? "conflict" : "invalid_configuration",
          `Telling the metrics of ${who} on ${host}:${port} (CATALYST_METRICS_LISTEN) failed: ${problem}.`,
          { cause },
        ),
      );
    });
    server.listen({ host, port }, resolve);
  });
}
