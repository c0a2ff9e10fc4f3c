import { showUnseen } from "../../markdown/unseen-characters.ts";
import type { ChangedFile, ReadChange } from "../../result/repository-port.ts";
import { fenced } from "../fence-text.ts";
import { arrangePatches, type Wanted } from "./arrange-patches.ts";

/** What a change is, as it is told. */
export interface ToldChange {
  /** For the prompt. */
  text: string;
  /** The whole patch, for a file; null: the text has all of it. */
  file: string | null;
}

const MAX_LISTED = 300;
/** In characters: what isn't shown is longer as a number. */
const MAX_FILE_LENGTH = 4 * 1024 * 1024;

/**
 * A change by its files and as much of its patch as there is room for, those files first that matter; those that tell agents what to do
 * are in the file alone. Nothing of it is removed, whatever it looks like: what isn't shown is written as its number.
 */
export function describeChange(
  change: ReadChange,
  { fence, filePath, ...wanted }: Wanted & { fence: string; filePath: string },
): ToldChange {
  const { shown, leftOut, instructions } = arrangePatches(change.patch, wanted);
  const hasRoom = leftOut.length === 0 && change.isWhole;
  const isAllShown = hasRoom && instructions.length === 0;
  const apart =
    instructions.length === 0 ? [] : [`What it makes of files that tell agents what to do is in ${filePath} alone.`];
  const rest = hasRoom
    ? []
    : [`There is no room here for more of it: ${countFiles(leftOut.length)} and more are in ${filePath}.`];
  const cut = change.isWhole ? [] : ["That file has the first mebibyte of the patch; git has the rest."];
  const parts = [
    "# What the change does",
    listFiles(change.files.filter(({ path }) => wanted.isAsked(path))),
    ...(shown === "" ? [] : [fenced(fence, "PULL REQUEST DIFF", showUnseen(shown))]),
    ...apart,
    ...rest,
    ...cut,
  ];
  return {
    text: parts.join("\n\n"),
    file: isAllShown ? null : showUnseen(change.patch).slice(0, MAX_FILE_LENGTH).toWellFormed(),
  };
}

function countFiles(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

function listFiles(files: readonly ChangedFile[]): string {
  const listed = files.slice(0, MAX_LISTED).map(({ path, lines }) => `- ${JSON.stringify(path)} ${describe(lines)}`);
  const more = files.length > MAX_LISTED ? [`- and ${countFiles(files.length - MAX_LISTED)} more`] : [];
  return [...listed, ...more].join("\n");
}

function describe(lines: ChangedFile["lines"]): string {
  return lines === null ? "(binary, or too large)" : `+${lines.insertions} -${lines.deletions}`;
}
