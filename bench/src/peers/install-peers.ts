import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const FOLDER = fileURLToPath(new URL("../../../.runtime/peers", import.meta.url));
const PORTKEY = { name: "@portkey-ai/gateway", version: "1.15.2" };
const LITELLM = { name: "litellm", version: "1.99.4" };

interface InstalledPeers {
  /** Portkey's program, for Node. */
  portkey: string;
  /** A Python that has LiteLLM. */
  python: string;
}

/** Installs those that aren't there yet, with this machine's settings for npm and pip. */
export async function installPeers(): Promise<InstalledPeers> {
  const portkey = await install(`portkey-${PORTKEY.version}`, async (folder) => {
    await writeFile(join(folder, "package.json"), "{}");
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    await execa("npm", ["install", ...options, `${PORTKEY.name}@${PORTKEY.version}`], { cwd: folder });
  });
  const litellm = await install(`litellm-${LITELLM.version}`, async (folder) => {
    await execa("python3", ["-m", "venv", folder]);
    await execa(join(folder, "bin/python"), ["-m", "pip", "install", `${LITELLM.name}[proxy]==${LITELLM.version}`]);
  });
  return {
    portkey: join(portkey, "node_modules", PORTKEY.name, "build/start-server.js"),
    python: join(litellm, "bin/python"),
  };
}

/** It is there whole or not at all. */
async function install(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(FOLDER, name);
  if (existsSync(folder)) {
    return folder;
  }
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  console.error(`  installing ${name} …`);
  await fill(fresh);
  await rename(fresh, folder);
  return folder;
}
