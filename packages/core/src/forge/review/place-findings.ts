import type { ReviewFinding } from "../../result/review.ts";
import { markText } from "../marked-text.ts";
import { findingKey, findingMark } from "./finding-key.ts";
import { type ChangeSide, type FileHunks, isInHunk } from "./read-hunks.ts";
import { writeFinding } from "./write-finding.ts";

/** A finding at its lines: all of them are in one hunk of the change, on that side. */
export interface LineComment {
  path: string;
  side: ChangeSide;
  line: number;
  /** The first of several lines, the last of which is `line`; null: it is one line. */
  startLine: number | null;
  body: string;
}

/** What is reviewed, as the trusted side's own git has it. */
export interface ReviewedFiles {
  /** By path, of the files that the change has. */
  hunks: ReadonlyMap<string, FileHunks>;
  /** By path, as they are at the reviewed commit. */
  texts: ReadonlyMap<string, string>;
}

export interface PlacedFindings {
  atLines: LineComment[];
  /** Those that have no line in the change, or for which there is no more room. */
  elsewhere: ReviewFinding[];
}

/**
 * Where findings are said, the first of them first. One line that isn't in the change makes a forge refuse all of a review, so that each
 * is looked for in its hunks. `max`: at lines.
 */
export function placeFindings(findings: readonly ReviewFinding[], files: ReviewedFiles, max: number): PlacedFindings {
  const placed: PlacedFindings = { atLines: [], elsewhere: [] };
  for (const finding of findings) {
    const comment = placed.atLines.length < max ? placeFinding(finding, files) : null;
    if (comment === null) {
      placed.elsewhere.push(finding);
    } else {
      placed.atLines.push(comment);
    }
  }
  return placed;
}

function placeFinding(finding: ReviewFinding, { hunks, texts }: ReviewedFiles): LineComment | null {
  const { file: path, line, side = "RIGHT" } = finding;
  const lines = path === null ? undefined : hunks.get(path)?.[side];
  if (path === null || line === null || lines === undefined) {
    return null;
  }
  const from = finding.startLine ?? line;
  if (!isInHunk(lines, { from, to: line })) {
    return null;
  }
  const words = writeFinding(finding, side === "RIGHT" ? (texts.get(path) ?? null) : null);
  const body = markText(findingMark(findingKey(finding)), words);
  return { path, side, line, startLine: from === line ? null : from, body };
}
