import { readFile } from "node:fs/promises";
import { createSecureContext, type Server } from "node:tls";
import { CatalystError } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../../error-fields.ts";
import type { PodDoorConfig } from "../pod-door-config.ts";

const LOOK_MILLISECONDS = 5000;

type Files = Pick<PodDoorConfig, "certFile" | "keyFile">;

export interface Certificate {
  cert: string;
  key: string;
}

/** Throws `invalid_configuration` when there is none that can be used. */
export async function readCertificate({ certFile, keyFile }: Files): Promise<Certificate> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, "utf8"), readFile(keyFile, "utf8")]);
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (cause) {
    throw new CatalystError(
      "invalid_configuration",
      `Starting the gateway failed: ${certFile} and ${keyFile} hold no certificate with its key.`,
      { cause },
    );
  }
}

/**
 * Lets the server have the certificate that is in the files now, whenever that changes: it is renewed there while pods are
 * connected. One that can't be used, half of a pair for example, is left alone until it can. Returns how to stop.
 */
export function followCertificate(
  server: Server,
  files: Files,
  { first, log, milliseconds = LOOK_MILLISECONDS }: { first: Certificate; log: Logger; milliseconds?: number },
): () => void {
  let known = first;
  const look = async () => {
    try {
      const found = await readCertificate(files);
      if (found.cert !== known.cert || found.key !== known.key) {
        server.setSecureContext({ ...found, minVersion: "TLSv1.3" });
        known = found;
        log.info("certificate for pods taken anew");
      }
    } catch (error) {
      log.warn(errorFields(error), "certificate for pods not taken");
    }
  };
  const timer = setInterval(() => void look(), milliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
