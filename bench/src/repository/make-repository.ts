import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { runGit } from "./run-git.ts";

const FILES_PER_FOLDER = 50;
const FILES_PER_COMMIT = 5;

export interface RepositorySize {
  files: number;
  /** After the first one; each changes five files. */
  commits: number;
}

/** A checked-out repository of so many files of 2 to 6 KiB with a history, the same every time. */
export async function makeRepository(parent: string, size: RepositorySize): Promise<string> {
  const path = await mkdtemp(join(parent, "repository-"));
  await runGit(["init", "--quiet", "--initial-branch=main", path]);
  await runGit(["-C", path, "fast-import", "--quiet"], history(size));
  await runGit(["-C", path, "reset", "--quiet", "--hard", "main"]);
  return path;
}

/** The history in the words of git-fast-import(1). */
function history({ files, commits }: RepositorySize): string {
  const every = Array.from({ length: files }, (_, index) => change(index, 0));
  const later = Array.from({ length: commits }, (_, commit) =>
    Array.from({ length: FILES_PER_COMMIT }, (_, nth) => change((commit * 613 + nth * 101) % files, commit + 1)),
  );
  return [every, ...later].map((changes, index) => `${header(index)}${changes.join("")}`).join("\n");
}

function header(index: number): string {
  return `commit refs/heads/main\ncommitter Bench <bench@localhost> ${1_700_000_000 + index * 60} +0000\n${data(`Commit ${index}`)}`;
}

function change(index: number, version: number): string {
  const path = `package-${Math.floor(index / FILES_PER_FOLDER)}/src/module-${index}.ts`;
  return `M 100644 inline ${path}\n${data(content(index, version))}`;
}

function data(text: string): string {
  return `data ${text.length}\n${text}\n`;
}

function content(index: number, version: number): string {
  const lines = 40 + ((index * 7919) % 80);
  const value = (line: number) => (index * 31 + line * 17 + (line % 40 === version % 40 ? version : 0)) % 9973;
  return Array.from({ length: lines }, (_, line) => `export const value${line} = ${value(line)}; // ${index}`).join(
    "\n",
  );
}
