import type { FileDiffMetadata } from "@pierre/diffs";
import { visibleText } from "../../../words/visible-text.ts";

/** The file with a name in the place of each sign of its lines that a reader wouldn't see, or that turns a line about. */
export function visibleFile(file: FileDiffMetadata): FileDiffMetadata {
  const additionLines = file.additionLines.map(visibleText);
  const deletionLines = file.deletionLines.map(visibleText);
  return {
    ...file,
    additionLines,
    deletionLines,
    additionCharacterCount: lengthOf(additionLines),
    deletionCharacterCount: lengthOf(deletionLines),
  };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
