import { mkdir } from "node:fs/promises";
import { execa } from "execa";
import { INSTALL_MILLISECONDS, type PlaceInput } from "./place-input.ts";

/** The package as npm installs it, without its scripts: these could fetch anything. */
export async function placeNpmPackage(
  install: { package: string; version: string },
  { folder, env, onProgress }: PlaceInput,
): Promise<void> {
  const wanted = `${install.package}@${install.version}`;
  onProgress(`npm install ${wanted}`);
  await mkdir(folder, { recursive: true });
  const options = ["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error"];
  await execa("npm", ["install", "--prefix", folder, ...options, wanted], {
    env,
    extendEnv: false,
    cwd: folder,
    timeout: INSTALL_MILLISECONDS,
    all: true,
  });
}
