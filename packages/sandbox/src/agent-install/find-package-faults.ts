import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"] as const;

const Manifest = z.object({
  name: z.string().catch(""),
  version: z.string().catch(""),
  scripts: z.record(z.string(), z.unknown()).catch({}),
  optionalDependencies: z.record(z.string(), z.string()).catch({}),
});
type Manifest = z.infer<typeof Manifest>;

/**
 * Why an npm package that was installed without its scripts may not start: it has one that would have brought its program
 * from elsewhere, or its part for this platform is missing. Sentences; none when neither is the case.
 */
export async function findPackageFaults(folder: string, packageName: string): Promise<string[]> {
  const modules = join(folder, "node_modules");
  const manifest = await readManifest(join(modules, packageName));
  if (manifest === null) {
    return [];
  }
  const script = INSTALL_SCRIPTS.find((name) => name in manifest.scripts);
  return [
    ...(await findMissingPart(modules, manifest)),
    ...(script === undefined
      ? []
      : [
          `${packageName} has a ${script} script, which was not run: no script of a package is. If it fetches the program from elsewhere, this package can't be used.`,
        ]),
  ];
}

/** Packages with a program for each platform name them as optional dependencies, of which npm takes the one that fits. */
async function findMissingPart(modules: string, { version, optionalDependencies }: Manifest): Promise<string[]> {
  const ours = new RegExp(`(^|[-_/.])${process.platform}[-_/.](${process.arch}|${otherName()})($|[-_/.])`);
  const parts = Object.entries(optionalDependencies).filter(([name]) => ours.test(name));
  const there = await Promise.all(parts.map(([name]) => readManifest(join(modules, name))));
  if (parts.length === 0 || there.some((part) => part !== null)) {
    return [];
  }
  const wanted = parts.map(([name, range]) => `${name}@${range}`).join(" or ");
  return [`Its part for this platform (${wanted}) isn't in the registry, or not yet: try a version before ${version}.`];
}

function otherName(): string {
  return process.arch === "x64" ? "x86_64|amd64" : "aarch64";
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  } catch {
    return null;
  }
}
