import { isRepositoryFile } from "@catalyst/git/apart/kept";

export const MANIFEST = "manifest.json";
export const PARTS = "parts.json";

/** What an entry of a backup is, by its name: there are no others. */
export type EntryName =
  | { kind: "manifest" }
  | { kind: "parts" }
  /** A piece of a table's rows, compressed. */
  | { kind: "rows"; part: string; table: string }
  /** A file; `path` from the home on. */
  | { kind: "file"; part: string; path: string };

const ROWS = /^database\/([a-z_][a-z0-9_]{0,62})\/\d{6,12}\.gz$/;
const PLAIN_FILE = /^(?:agents\.d\/[\w-][\w.-]{0,99}\.ya?ml|sealers\/[0-9a-f]{16})$/;

export function rowsName(table: string, number: number): string {
  return `database/${table}/${String(number).padStart(6, "0")}.gz`;
}

export function fileName(path: string): string {
  return `home/${path}`;
}

/** Whether a file of the home is one that a backup has, by its path from the home on. */
export function isCarried(path: string): boolean {
  return PLAIN_FILE.test(path) || isRepositoryFile(path);
}

/** null: no backup of ours has an entry of this name. */
export function readEntryName(name: string): EntryName | null {
  if (name === MANIFEST || name === PARTS) {
    return name === MANIFEST ? { kind: "manifest" } : { kind: "parts" };
  }
  const [, table] = ROWS.exec(name) ?? [];
  if (table !== undefined) {
    return { kind: "rows", part: "database", table };
  }
  const path = name.startsWith("home/") ? name.slice("home/".length) : "";
  return isCarried(path) ? { kind: "file", part: path.split("/", 1)[0] ?? "", path } : null;
}
