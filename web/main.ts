import { readFileSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

interface Next {
  prepare(): Promise<void>;
  getRequestHandler(): RequestListener;
}

/** Starts the built web app of this folder on a socket that its user alone may open, as Next's own way to start knows ports only. */
async function serve(folder: string, socketPath: string): Promise<void> {
  process.chdir(folder);
  const { config } = JSON.parse(readFileSync(join(folder, ".next", "required-server-files.json"), "utf8"));
  // What was decided when it was built: without it Next looks for the sources of the settings, which aren't there.
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
  const next = createRequire(join(folder, "package.json"))("next") as (options: object) => Next;
  const app = next({ dev: false, dir: folder, conf: config, quiet: true });
  await app.prepare();
  const server = createServer(app.getRequestHandler());
  // One that was killed leaves its socket.
  await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  await chmod(socketPath, 0o600);
  const stop = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.once("SIGTERM", stop);
  const started = { level: 30, time: Date.now(), msg: "web started", socketPath, ready: true };
  process.stdout.write(`${JSON.stringify(started)}\n`);
}

const { CATALYST_WEB_FOLDER: folder, CATALYST_WEB_SOCKET: socketPath } = process.env;
if (folder === undefined || socketPath === undefined) {
  throw new Error("CATALYST_WEB_FOLDER and CATALYST_WEB_SOCKET must say what is served, and where.");
}
await serve(folder, socketPath);
