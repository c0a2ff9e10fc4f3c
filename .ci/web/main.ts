/**
 * `node .ci/web/main.ts packages|build`: installs the packages of the web app, or builds it, as `catalyst up` does, for the checks and for
 * the journeys, which find it there. It has no time limit but that of the build. Exit code 1 says what failed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWeb, installWeb } from "../../cli/src/up/web/build-web.ts";
import { findWebKey } from "../../cli/src/up/web/web-key.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "catalyst-web-"));
/** The environment is that of the tests, which has nothing but what installing takes. */
const env = process.env as Record<string, string>;
const build = {
  ...{ root, key: await findWebKey(root), logPath: join(folder, "web-build.log"), env, installEnv: {} },
  ...{ signal: new AbortController().signal, onProcess: () => undefined },
};
try {
  await (process.argv[2] === "build" ? buildWeb(build) : installWeb(build));
} catch (error) {
  process.stdout.write(`✗ the web app: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
