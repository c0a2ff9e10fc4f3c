import { copyFile, cp, glob, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { CHECKOUT, PLACE, PROCESSES } from "./checkout.ts";

/** Nothing reads these where nothing is compiled, and they are most of some packages. */
const UNREAD = ["**/*.d.ts", "**/*.d.mts", "**/*.d.cts", "**/*.map", "**/.package-lock.json", "@types"];
const Workspaces = z.object({ workspaces: z.array(z.string()) });

interface Dependencies {
  root: string;
  cache: string;
}

/** Installs the libraries of all processes as the lock file has them, each by its digest. None of their scripts runs. */
export async function placeDependencies({ root, cache }: Dependencies): Promise<void> {
  const folder = await mkdtemp(join(root, "..", "dependencies-"));
  try {
    for (const path of ["package.json", "package-lock.json", ...(await listWorkspaces())]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await copyFile(join(CHECKOUT, path), join(folder, path));
    }
    const wanted = PROCESSES.flatMap((name) => ["--workspace", name]);
    // Programs that some bring for each kind of machine are for building and for a database beside: neither is done here.
    const left = ["--omit=dev", "--omit=optional", "--ignore-scripts"];
    const quiet = ["--no-audit", "--no-fund", "--cache", join(cache, "npm-cache")];
    await execa("npm", ["ci", ...left, ...quiet, ...wanted], { cwd: folder, all: true });
    for (const path of ["node_modules", ...PROCESSES.map((name) => join(name, "node_modules"))]) {
      await keepRead(join(folder, path), join(root, PLACE, path));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The lock file speaks of all of them. */
async function listWorkspaces(): Promise<string[]> {
  const { workspaces } = Workspaces.parse(JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8")));
  const patterns = workspaces.map((name) => `${name}/package.json`);
  return await Array.fromAsync(glob(patterns, { cwd: CHECKOUT }));
}

async function keepRead(from: string, to: string): Promise<void> {
  for await (const path of glob(UNREAD, { cwd: from })) {
    await rm(join(from, path), { recursive: true, force: true });
  }
  await cp(from, to, { recursive: true, verbatimSymlinks: true }).catch(ignoreMissing);
}

/** Most processes have none of their own. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") {
    throw error;
  }
}
