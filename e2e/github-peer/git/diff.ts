import { runGit } from "./run-git.ts";

export interface Range {
  base: string;
  head: string;
}

export interface FileChange {
  /** Git's letter. */
  status: string;
  path: string;
  /** The name before a renaming. */
  oldPath: string | null;
  /** The blob's id, after the change. */
  sha: string;
  additions: number;
  deletions: number;
  /** Hunks as text; null: binary, or only renamed. */
  patch: string | null;
}

const DIFF = ["-c", "core.quotePath=false", "--literal-pathspecs", "diff", "-M", "--no-color", "--no-ext-diff"];

/** What the head changes since it left the base, as git says it. */
export async function listChanges(folder: string, range: Range): Promise<FileChange[]> {
  const raw = await runGit(folder, [...DIFF, "--raw", "-z", "--no-abbrev", spell(range)]);
  const parts = raw.split("\0");
  const changes: FileChange[] = [];
  for (let index = 0; index + 1 < parts.length; ) {
    const [, , , sha = "", letters = ""] = (parts[index] ?? "").split(" ");
    const isMoved = letters.startsWith("R") || letters.startsWith("C");
    const oldPath = isMoved ? (parts[index + 1] ?? "") : null;
    const path = parts[index + (isMoved ? 2 : 1)] ?? "";
    index += isMoved ? 3 : 2;
    const paths = oldPath === null ? [path] : [oldPath, path];
    changes.push({ status: letters.charAt(0), path, oldPath, sha, ...(await readPatch(folder, range, paths)) });
  }
  return changes;
}

async function readPatch(folder: string, range: Range, paths: string[]) {
  const shown = await runGit(folder, [...DIFF, "--numstat", "--patch", spell(range), "--", ...paths]);
  const [added = "0", deleted = "0"] = shown.split("\t");
  const hunks = shown.indexOf("\n@@ ");
  return {
    additions: Number.parseInt(added, 10) || 0,
    deletions: Number.parseInt(deleted, 10) || 0,
    patch: hunks < 0 ? null : shown.slice(hunks + 1),
  };
}

/** The whole difference, or the commits as mails. */
export function writeDiff(folder: string, range: Range, form: "diff" | "patch"): Promise<string> {
  const commits = ["format-patch", "--stdout", `${range.base}..${range.head}`];
  return runGit(folder, form === "diff" ? [...DIFF, spell(range)] : commits);
}

export async function countCommits(folder: string, { base, head }: Range): Promise<number> {
  return Number(await runGit(folder, ["rev-list", "--count", `${base}..${head}`]));
}

function spell({ base, head }: Range): string {
  return `${base}...${head}`;
}
