import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { INSTALL_MILLISECONDS, type PlaceInput } from "./place-input.ts";

/**
 * Scripts of packages could fetch and do anything. A dependency in a git repository is built by npm with the settings that
 * lie in it, which name programs to run; one at an address or in a folder leads into the machine and its network.
 */
const FROM_THE_REGISTRY = ["git", "remote", "file", "directory"].map((source) => `--allow-${source}=none`);
const OPTIONS = [
  ...["--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error"],
  ...FROM_THE_REGISTRY,
  // What an npm that doesn't know these options yet would run for such a dependency.
  "--git=/bin/false",
];

/**
 * The package as npm installs it, with what its registry has and nothing else. In a project of its own instead of by
 * `--prefix`, which would also move npm's global settings: the person's registry, proxy and certificates.
 */
export async function placeNpmPackage(
  install: { package: string; version: string },
  { folder, env, onProgress, signal }: PlaceInput,
): Promise<void> {
  const wanted = `${install.package}@${install.version}`;
  onProgress(`npm install ${wanted}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}\n");
  const { execa } = await import("execa");
  await execa("npm", ["install", ...OPTIONS, wanted], {
    env,
    extendEnv: false,
    cwd: folder,
    timeout: INSTALL_MILLISECONDS,
    all: true,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
}

/** Throws `prerequisite_missing` where npm is too old to keep a package that nobody vouches for to its registry. */
export async function checkNpm(name: string, env: Record<string, string>): Promise<void> {
  const names = FROM_THE_REGISTRY.map((option) => option.slice("--".length, -"=none".length));
  const { execa } = await import("execa");
  const { stdout } = await execa("npm", ["config", "get", ...names], { env, extendEnv: false, cwd: "/" });
  if (stdout.includes("=undefined")) {
    throw new CatalystError(
      "prerequisite_missing",
      `Installing ${name} failed: only the repository describes it, and this npm is too old to keep such a package to its registry. Update it: npm install --global npm@11`,
    );
  }
}
