import type { ReviewFinding } from "../../result/review.ts";
import { neutralize } from "../text/neutralize.ts";
import { codeLine } from "../text/plain-text.ts";
import { writeFinding } from "./write-finding.ts";

export interface DescribedReview {
  /** The reviewed commit. */
  commit: string;
  /** How many commits the pull request has got since; 0: it is its newest; null: it has it no more. */
  behind: number | null;
  /** What alone was to be looked at; empty: all. */
  paths: readonly string[];
  /** What its agent said of it all; null: nothing. */
  summary: string | null;
  /** null: what was found didn't come in the form that was asked for. */
  findings: readonly ReviewFinding[] | null;
  /** How many of an earlier review's it has found again, which aren't said once more. */
  repeated: number;
  /** How many of what was said before are mended, as its agent sees it. */
  mended: number;
  /** Those that have no line of their own. */
  elsewhere: readonly ReviewFinding[];
}

/** The text of a review. Where nothing was found, it is a line. */
export function describeReview(described: DescribedReview): string {
  const { summary, findings, repeated, mended, elsewhere } = described;
  const seen = describeSeen(described);
  const isMended = mended === 0 ? "" : `Of what was said before, ${mended === 1 ? "1 is" : `${mended} are`} mended.`;
  if (findings?.length === 0) {
    const nothing =
      repeated === 0
        ? `Nothing to object to was found in ${seen}.`
        : `Nothing new was found in ${seen}. What was said before and still stands (${repeated}) isn't said again.`;
    return [nothing, isMended].filter((part) => part !== "").join(" ");
  }
  const words = summary === null ? "" : neutralize(summary).trim();
  const of = `<sub>Of ${seen}.</sub>`;
  return [words, elsewhere.map(listFinding).join("\n"), isMended, of].filter((part) => part !== "").join("\n\n");
}

function describeSeen({ commit, behind, paths }: Pick<DescribedReview, "commit" | "behind" | "paths">): string {
  const of = `\`${commit.slice(0, 12)}\``;
  const name = paths.length === 0 ? of : `${of}, in ${paths.map(codeLine).join(", ")} alone`;
  if (behind === null) {
    return `${name}, which was replaced since`;
  }
  if (behind === 0) {
    return name;
  }
  return `${name}; ${behind === 1 ? "1 commit was" : `${behind} commits were`} pushed since`;
}

function listFinding(finding: ReviewFinding): string {
  return `- ${describePlace(finding)}${indent(writeFinding(finding, null))}`;
}

function describePlace({ file, line }: ReviewFinding): string {
  return file === null ? "" : `${codeLine(line === null ? file : `${file}:${line}`)} `;
}

/** So that more lines stay in the list's item. */
function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
