import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runRemote } from "./run-remote.ts";

const COMMIT = "a".repeat(40);
const AUTHORISATION = { username: "x-access-token", password: "canary-7f3a'$(id)\"" };

let folder: string;
let server: Server;
let port: number;
/** What was shown to each host, and the command lines of this machine meanwhile. */
let shown: { host: string; header: string | undefined }[] = [];
let commandLines = "";
let redirectTo: string | null = null;

/** A private repository, over the dumb protocol, which has a certificate of its own. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-authorisation-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  const args = [...request, "-subj", "/CN=localhost", "-addext", names, "-keyout", key, "-out", cert];
  execFileSync("openssl", args, { stdio: "ignore" });
  server = createServer({ key: await readFile(key), cert: await readFile(cert) }, async (message, response) => {
    const { host = "", authorization } = message.headers;
    shown.push({ host, header: authorization });
    commandLines += await readCommandLines();
    if (redirectTo !== null && host.startsWith("localhost")) {
      response.writeHead(302, { location: `${redirectTo}${message.url}` }).end();
    } else if (authorization === undefined) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else {
      response.end(`${COMMIT}\trefs/heads/main\n`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  shown = [];
  commandLines = "";
  redirectTo = null;
});

async function readCommandLines(): Promise<string> {
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(processes.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")))).join("\n");
}

function read(authorisation: typeof AUTHORISATION | null): Promise<string> {
  const url = `https://localhost:${port}/shop.git`;
  return runRemote(
    { url, privateHosts: ["localhost", "127.0.0.1"], authorisation },
    { args: ["ls-remote", "--", url], repositoryPath: null, env: { GIT_SSL_CAINFO: join(folder, "cert.pem") } },
  );
}

test("a private repository is read with what was handed in, which no command line has", async () => {
  expect(await read(AUTHORISATION)).toContain(`${COMMIT}\trefs/heads/main`);
  const basic = Buffer.from(`${AUTHORISATION.username}:${AUTHORISATION.password}`).toString("base64");
  expect(shown.map(({ header }) => header)).toContain(`Basic ${basic}`);
  expect(commandLines).toContain("ls-remote");
  expect(commandLines).not.toContain("canary-7f3a");
});

test("another host that a repository leads to isn't shown it, and what fails doesn't tell it", async () => {
  redirectTo = `https://127.0.0.1:${port}`;
  const failure = await read(AUTHORISATION).catch((error: Error) => error);
  expect(shown.some(({ host }) => host.startsWith("127.0.0.1"))).toBe(true);
  expect(shown.filter(({ header }) => header !== undefined)).toEqual([]);
  expect(failure).toMatchObject({ code: "unavailable" });
  expect(String((failure as Error).stack) + String((failure as Error).cause)).not.toContain("canary-7f3a");
});

test("without, a private repository is refused in words", async () => {
  await expect(read(null)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("can't be read without a password"),
    way: { kind: "name_repository", how: "clone" },
  });
  expect(shown.filter(({ header }) => header !== undefined)).toEqual([]);
});
