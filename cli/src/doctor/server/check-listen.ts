import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describeError, type Finding, limited, ok } from "../finding.ts";
import { judgeCertificate } from "./judge-certificate.ts";

type Variables = Readonly<Record<string, string>>;

/** Of a server that listens on no port: whether `up` could with these settings. */
export async function checkListen(variables: Variables, now: Date): Promise<Finding[]> {
  const said = variables.CATALYST_LISTEN ?? "";
  const problem = said === "" || said === "off" ? null : await findProblem(said);
  const listening =
    problem === null
      ? ok("Server", "it opens no port, as commands use its socket; for browsers and programs: catalyst up")
      : limited(
          "Server",
          `it opens no port, and \`catalyst up\` couldn't listen on ${said} (CATALYST_LISTEN): ${problem}.`,
          "End what has it, or say another: catalyst up --listen 127.0.0.1:3210",
        );
  return [listening, ...(await checkFiles(variables, now))];
}

/** Listens there for a moment; null: nothing is in the way. */
function findProblem(said: string): Promise<string | null> {
  const at = said.lastIndexOf(":");
  const [host, port] = [said.slice(0, at).replaceAll(/^\[|\]$/g, ""), Number(said.slice(at + 1))];
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code === "EADDRINUSE" ? "another program has it" : `it isn't this machine's to listen on (${code})`);
    });
    try {
      server.listen({ host, port }, () => server.close(() => resolve(null)));
    } catch {
      resolve("it isn't host:port, as 127.0.0.1:3210");
    }
  });
}

async function checkFiles({ CATALYST_TLS_CERT_FILE: path }: Variables, now: Date): Promise<Finding[]> {
  if (path === undefined) {
    return [];
  }
  try {
    const { X509Certificate } = process.getBuiltinModule("node:crypto");
    const { validTo } = new X509Certificate(await readFile(path));
    return [judgeCertificate({ shown: { valid_to: validTo }, problem: null }, now)];
  } catch (error) {
    const why = describeError(error);
    return [
      limited(
        "Certificate",
        `${path} (CATALYST_TLS_CERT_FILE) can't be read: ${why}.`,
        "Put the certificate there, as PEM.",
      ),
    ];
  }
}
