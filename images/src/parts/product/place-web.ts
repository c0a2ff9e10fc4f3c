import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildWeb } from "../../../../cli/src/up/web/build-web.ts";
import { findWebKey } from "../../../../cli/src/up/web/web-key.ts";
import { CHECKOUT, PLACE } from "./checkout.ts";

/** The built web app, which is built first where it isn't. */
export async function placeWeb(root: string, env: Record<string, string>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-web-"));
  try {
    const built = await buildWeb({
      ...{ root: CHECKOUT, key: await findWebKey(CHECKOUT), logPath: join(folder, "web-build.log"), env },
      ...{ installEnv: {}, signal: new AbortController().signal, onProcess: () => undefined },
    });
    await cp(dirname(built), join(root, PLACE, "built-web"), { recursive: true, verbatimSymlinks: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
