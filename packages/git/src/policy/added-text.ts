import { runGit, toText } from "../run-git.ts";

/** The lines that a result adds to one file. */
export interface AddedText {
  path: string;
  text: string;
}

const ARGS = [
  "-c",
  "core.quotePath=false",
  "diff-tree",
  "-r",
  "-p",
  "-U0",
  "--text",
  "--no-renames",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

/** The added lines of every file. What git would call binary is read too: that is where things are hidden. */
export async function readAddedText(
  repositoryPath: string,
  base: string,
  head: string,
): Promise<{ added: AddedText[]; patchBytes: number }> {
  const patch = await runGit({ args: [...ARGS, base, head], repositoryPath });
  const files = patch.split(/^diff --git /m).slice(1);
  const added = files.map(readFile).filter(({ text }) => text !== "");
  return { added, patchBytes: patch.length };
}

function readFile(patch: string): AddedText {
  const lines = patch.split("\n");
  const firstHunk = lines.findIndex((line) => line.startsWith("@@"));
  const header = lines.slice(0, Math.max(firstHunk, 0));
  const name = header.find((line) => line.startsWith("+++ b/")) ?? "";
  const text = lines
    .slice(firstHunk + 1)
    .filter((line) => line.startsWith("+"))
    .map((line) => line.slice(1));
  return {
    path: toText(name.slice("+++ b/".length).replace(/\t$/, "")),
    text: firstHunk < 0 ? "" : toText(text.join("\n")),
  };
}
