import type { ReviewFinding } from "@catalyst/core";
import { fitText } from "@catalyst/core";

/** More are said in the review's text: people don't read them line by line. */
const MAX_AT_LINES = 20;

/** A finding at its line, as GitHub takes it. */
export interface LineComment {
  path: string;
  line: number;
  side: "RIGHT";
  body: string;
}

/** Where findings are said. `linesOf`: of the change in a file; null: it isn't known, or isn't in the change. */
export function placeFindings(
  findings: readonly ReviewFinding[],
  linesOf: (file: string) => ReadonlySet<number> | null,
): { atLines: LineComment[]; elsewhere: ReviewFinding[] } {
  const atLines: LineComment[] = [];
  const elsewhere: ReviewFinding[] = [];
  for (const finding of findings) {
    const { file: path, line } = finding;
    const isPlaced = path !== null && line !== null && linesOf(path)?.has(line) === true;
    if (isPlaced && atLines.length < MAX_AT_LINES) {
      atLines.push({ path, line, side: "RIGHT", body: fitText(`**${finding.severity}**: ${finding.text}`) });
    } else {
      elsewhere.push(finding);
    }
  }
  return { atLines, elsewhere };
}

/** The review's text, with the findings that have no line of their own. */
export function describeReview(body: string, elsewhere: readonly ReviewFinding[]): string {
  const listed = elsewhere.map(
    (finding) => `- ${describePlace(finding)}**${finding.severity}**: ${indent(finding.text)}`,
  );
  return [body, listed.join("\n")].filter((part) => part !== "").join("\n\n");
}

function describePlace({ file, line }: ReviewFinding): string {
  if (file === null) {
    return "";
  }
  const name = file.replace(/[`\p{C}]/gu, "?");
  return line === null ? `\`${name}\` ` : `\`${name}:${line}\` `;
}

/** So that more lines stay in the list's item. */
function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
