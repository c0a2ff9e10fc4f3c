import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Server } from "node:net";
import { createSecureContext } from "node:tls";
import { CatalystError } from "@catalyst/core";
import type { Logger } from "pino";
import type { TlsPair } from "../../http/serving/create-http-server.ts";

const LOOK_MILLISECONDS = 2000;

export interface TlsFiles {
  /** The certificate, followed by those that lead to its issuer. */
  certFile: string;
  keyFile: string;
}

/** Throws `invalid_configuration` for files that can't be read, or don't belong together. */
export async function readTlsFiles({ certFile, keyFile }: TlsFiles): Promise<TlsPair> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    throw new CatalystError(
      "invalid_configuration",
      `Reading the certificate failed: ${certFile} and ${keyFile} are no certificate and its key (${(cause as NodeJS.ErrnoException).code}).`,
      { cause },
    );
  }
}

/** Takes what the files say when they change, for new connections; what doesn't belong together is passed over. Returns how to stop. */
export function followTlsFiles(
  server: Server,
  files: TlsFiles,
  { log, everyMilliseconds = LOOK_MILLISECONDS }: { log: Logger; everyMilliseconds?: number },
): () => void {
  const take = async () => {
    try {
      (server as Server & { setSecureContext(pair: TlsPair): void }).setSecureContext(await readTlsFiles(files));
      log.info("certificate read anew");
    } catch (error) {
      log.error({ reason: (error as Error).message }, "certificate that changed is not taken");
    }
  };
  const paths = [files.certFile, files.keyFile];
  for (const path of paths) {
    // What stands there may be a link that is pointed elsewhere, as in Kubernetes: that is seen by looking alone.
    watchFile(path, { persistent: false, interval: everyMilliseconds }, take);
  }
  return () => {
    for (const path of paths) {
      unwatchFile(path, take);
    }
  };
}
