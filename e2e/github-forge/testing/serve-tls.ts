import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A GitHub Enterprise Server: the peer behind TLS, its API below `/api/v3` and `/api/graphql`. */
export interface TlsFront {
  /** `localhost` and the port. */
  host: string;
  /** The PEM file of the authority that its certificate is of. */
  authorityFile: string;
  close(): Promise<void>;
}

/** `isEnterprise`: the peer has its API there itself. */
export async function serveTls(address: string, { isEnterprise = false } = {}): Promise<TlsFront> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const keys = { key: await readFile(key), cert: await readFile(cert) };
  const server = createServer(keys, (incoming, response) => {
    const { url = "/" } = incoming;
    const path = isEnterprise ? url : url.replace(/^\/api(?:\/v3)?(?=\/)/, "");
    forward(`${address}${path}`, { address, incoming, response });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    authorityFile: cert,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Forwarded {
  address: string;
  incoming: IncomingMessage;
  response: ServerResponse;
}

function forward(to: string, { address, incoming, response }: Forwarded): void {
  const { method, headers } = incoming;
  const outgoing = request(to, { method, headers }, (answer) => {
    if (headers.accept?.includes("github.full") === true) {
      void passOwn(answer, response, { address, own: `https://${headers.host}` });
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  incoming.pipe(outgoing);
}

/** Of a text's HTML the images are at addresses of its own. */
async function passOwn(
  answer: IncomingMessage,
  response: ServerResponse,
  { address, own }: { address: string; own: string },
): Promise<void> {
  const text = Buffer.concat(await answer.toArray()).toString("utf8");
  const images = "/private-user-images/";
  const body = Buffer.from(text.replaceAll(`${address}${images}`, `${own}${images}`));
  const { "transfer-encoding": _, ...headers } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": String(body.length) });
  response.end(body);
}
