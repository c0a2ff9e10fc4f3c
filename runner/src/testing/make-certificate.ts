import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** An authority of its own, and a certificate of it, all in PEM. */
export interface TestCertificate {
  ca: string;
  cert: string;
  key: string;
}

export function makeCertificate(name: string): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), "catalyst-certificate-"));
  const at = (file: string) => join(folder, file);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
  try {
    openssl(
      "req",
      "-x509",
      ...EC,
      "-days",
      "1",
      "-subj",
      "/CN=authority",
      "-keyout",
      at("ca.key"),
      "-out",
      at("ca.pem"),
    );
    openssl("req", ...EC, "-subj", `/CN=${name}`, "-keyout", at("key"), "-out", at("csr"));
    writeFileSync(at("names"), `subjectAltName=DNS:${name}`);
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at("names")];
    openssl("x509", "-req", "-days", "1", "-in", at("csr"), ...signed, "-out", at("pem"));
    const [ca = "", cert = "", key = ""] = ["ca.pem", "pem", "key"].map((file) => readFileSync(at(file), "utf8"));
    return { ca, cert, key };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
