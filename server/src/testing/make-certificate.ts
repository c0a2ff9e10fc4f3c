import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { TlsFiles } from "../door/listen/tls-files.ts";

/** A certificate of this name, which its own key signed, in this folder. */
export function makeCertificate(folder: string, name: string): TlsFiles {
  const pair = { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", pair.keyFile];
  // Who doesn't take the subject for a name, as browsers, is told it as one.
  const subject = [
    "-subj",
    `/CN=${name}`,
    "-addext",
    `subjectAltName=DNS:${name}`,
    "-days",
    "1",
    "-out",
    pair.certFile,
  ];
  execFileSync("openssl", ["req", "-x509", ...key, ...subject], { stdio: "ignore" });
  return pair;
}
