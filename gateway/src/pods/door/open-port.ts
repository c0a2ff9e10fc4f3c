import type { ListenOptions, Server } from "node:net";
import type { Server as TlsServer } from "node:tls";
import { CatalystError } from "@catalyst/core";
import type { Logger } from "pino";
import type { PodDoorConfig } from "../pod-door-config.ts";
import { type Certificate, followCertificate } from "./follow-certificate.ts";

interface Opening {
  listen: Pick<ListenOptions, "port" | "backlog">;
  /** Who comes there, in words. */
  whom: string;
  /** What speaks TLS: the same server, or what stands behind it. */
  tls: TlsServer;
  files: Pick<PodDoorConfig, "certFile" | "keyFile">;
  first: Certificate;
  log: Logger;
}

export interface OpenPort {
  port: number;
  /** Takes no new connections; resolves when the open ones have ended. */
  close(): Promise<void>;
}

/** Has the server listen at a port, with the certificate that is in the files at any time. */
export async function openPort(server: Server, { listen, whom, tls, files, ...following }: Opening): Promise<OpenPort> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        new CatalystError("conflict", `Listening for ${whom} on port ${listen.port} failed (${cause.code}).`, {
          cause,
        }),
      ),
    );
    server.listen(listen, resolve);
  });
  // A lack of descriptors, for example, passes.
  server.on("error", () => undefined);
  const stopFollowing = followCertificate(tls, files, following);
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        stopFollowing();
        server.close(() => resolve());
      }),
  };
}
