import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const MAX_BYTES = 64 * 2 ** 20;

interface LockedPackage {
  version?: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  /** It comes within another one. */
  inBundle?: boolean;
  hasInstallScript?: boolean;
}

interface LockFile {
  packages: Record<string, LockedPackage>;
}

export async function readLockFile(folder: string): Promise<LockFile> {
  return JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8")) as LockFile;
}

/**
 * What a folder's lock file names, as CycloneDX by `npm sbom`: nothing is installed, and nobody is asked. In a folder of its own with no
 * more than the packages' descriptions, as npm wants a version of the root, which has none.
 */
export async function writeSbom(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "catalyst-sbom-"));
  try {
    const { packages } = await readLockFile(folder);
    const ours = Object.keys(packages).filter((path) => !path.includes("node_modules"));
    for (const path of ours) {
      await mkdir(join(copy, path), { recursive: true });
      await copyFile(join(folder, path, "package.json"), join(copy, path, "package.json"));
    }
    const root = join(copy, "package.json");
    await writeFile(root, JSON.stringify({ version: "0.0.0", ...JSON.parse(await readFile(root, "utf8")) }));
    await copyFile(join(folder, "package-lock.json"), join(copy, "package-lock.json"));
    const options = {
      cwd: copy,
      env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
      maxBuffer: MAX_BYTES,
    };
    const { stdout } = await run("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], options);
    return stdout;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
