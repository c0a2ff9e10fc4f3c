import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Server and gateway of an earlier state, by where their `main.ts` are; they have the packages of others that this one has. */
export interface TrustedSide {
  server: string;
  gateway: string;
  /** The changes of the schema that it knows, by their names. */
  migrations: string[];
  remove(): void;
}

export function unpackTrustedSide(archive: string): TrustedSide {
  const folder = mkdtempSync(join(tmpdir(), "catalyst-earlier-"));
  execFileSync("tar", ["-x", "-C", folder], { input: brotliDecompressSync(readFileSync(archive)) });
  const link = (target: string, place: string) => {
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(target, place);
  };
  const modules = join(folder, "node_modules");
  for (const name of readdirSync(join(ROOT, "node_modules")).filter((one) => one !== "@catalyst")) {
    link(join(ROOT, "node_modules", name), join(modules, name));
  }
  for (const name of readdirSync(join(folder, "packages"))) {
    link(join(folder, "packages", name), join(modules, "@catalyst", name));
  }
  for (const name of ["server", "gateway"].filter((one) => existsSync(join(ROOT, one, "node_modules")))) {
    link(join(ROOT, name, "node_modules"), join(folder, name, "node_modules"));
  }
  return {
    server: join(folder, "server/src/main.ts"),
    gateway: join(folder, "gateway/src/main.ts"),
    migrations: listMigrations(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Of a state of Catalyst that is in a folder. */
export function listMigrations(folder: string): string[] {
  return readdirSync(join(folder, "packages/postgres/migrations"))
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
}
