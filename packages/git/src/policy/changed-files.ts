import { runGit, toText } from "../run-git.ts";

const REGULAR = ["100644", "100755"];
export const LINK_MODE = "120000";
export const SUBMODULE_MODE = "160000";

/** One path of the raw diff, as git stores it: no filter, rename detection or configuration comes between. */
export interface ChangedFile {
  /** As text; bytes that aren't UTF-8 become the replacement character. */
  path: string;
  isUtf8: boolean;
  oldMode: string;
  newMode: string;
  newObject: string;
  status: string;
  /** Of the new content; 0 for deleted ones. */
  bytes: number;
}

export async function listChangedFiles(repositoryPath: string, base: string, head: string): Promise<ChangedFile[]> {
  const args = [
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    base,
    head,
  ];
  const fields = (await runGit({ args, repositoryPath })).split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    files.push(toChangedFile(fields[at] as string, fields[at + 1] as string));
  }
  return measure(repositoryPath, files);
}

function toChangedFile(facts: string, rawPath: string): ChangedFile {
  const [oldMode = "", newMode = "", , newObject = "", status = ""] = facts.replace(/^:/, "").split(" ");
  const path = toText(rawPath);
  const isUtf8 = Buffer.from(path, "utf8").toString("latin1") === rawPath;
  return { path, isUtf8, oldMode, newMode, newObject, status, bytes: 0 };
}

async function measure(repositoryPath: string, files: ChangedFile[]): Promise<ChangedFile[]> {
  const blobs = files.filter((file) => isBlob(file.newMode));
  if (blobs.length === 0) {
    return files;
  }
  const input = blobs.map(({ newObject }) => `${newObject}\n`).join("");
  const output = await runGit({ args: ["cat-file", "--batch-check=%(objectsize)"], repositoryPath, input });
  const sizes = output.trim().split("\n");
  blobs.forEach((file, index) => {
    file.bytes = Number(sizes[index] ?? 0) || 0;
  });
  return files;
}

function isBlob(mode: string): boolean {
  return REGULAR.includes(mode) || mode === LINK_MODE;
}

export function isOddMode(mode: string): boolean {
  return mode !== "000000" && !isBlob(mode) && mode !== SUBMODULE_MODE;
}
