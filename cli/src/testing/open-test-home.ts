import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRepository } from "@catalyst/git";
import { givePreparedDatabase } from "@catalyst/postgres/testing";
import { readConfig } from "../config.ts";
import { openStores, type Stores } from "../open-stores.ts";
import { COMPILED } from "./compiled.ts";
import { endUp } from "./end-up.ts";
import { startServices } from "./start-services.ts";

export interface TestHome {
  /** Holds the home, and a repository, `shop`. */
  folder: string;
  path: string;
  env: Record<string, string>;
  /** Keeps the embedded server running from one command to the next. */
  stores: Stores;
  close(): Promise<void>;
}

/**
 * A home with its database open beside a repository of one commit. Server and gateway run without a worker, so that nobody does
 * what is asked for; without these services a command starts all three.
 */
export async function openTestHome({ hasServices = true } = {}): Promise<TestHome> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-cli-"));
  const path = join(folder, "home");
  const env = { HOME: folder, PATH: "/usr/local/bin:/usr/bin:/bin", CATALYST_HOME: path, ...COMPILED };
  await givePreparedDatabase(path);
  const stores = await openStores(readConfig(env));
  const endServices = hasServices ? await startServices(env) : null;
  await createRepository({ path: join(folder, "shop"), files: { "a.txt": "a\n" }, message: "Begin" });
  return {
    folder,
    path,
    env,
    stores,
    async close() {
      await endUp(path);
      await endServices?.();
      await stores.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
