import { hasUnseen } from "../../markdown/unseen-characters.ts";
import type { ReviewFinding, Suggestion } from "../../result/review.ts";
import { maskTokens } from "../text/mask-tokens.ts";
import { neutralize } from "../text/neutralize.ts";

/**
 * A finding as it stands at its lines. What it suggests can be taken by a click only where it knows what stands there: `text` is the file
 * as it is at the reviewed commit; null: it isn't known. Any other suggestion is shown as code.
 */
export function writeFinding(finding: ReviewFinding, text: string | null): string {
  const { severity, suggestion } = finding;
  const words = `**${severity}**: ${neutralize(finding.text)}`;
  if (suggestion === undefined) {
    return words;
  }
  const isSure = text !== null && fits(finding, text) && isPlain(suggestion);
  return `${words}\n\n${isSure ? fence("suggestion", suggestion.code) : neutralize(fence("", suggestion.code))}`;
}

/** Whether the lines are what the suggestion replaces. */
function fits({ line, startLine, suggestion }: ReviewFinding, text: string): boolean {
  if (line === null || suggestion?.replaces == null) {
    return false;
  }
  const lines = linesOf(text).slice((startLine ?? line) - 1, line);
  const replaced = linesOf(withoutEnd(suggestion.replaces));
  return lines.length === replaced.length && lines.every((one, index) => one === replaced[index]);
}

/** What people can't see they don't take by a click. */
function isPlain({ code }: Suggestion): boolean {
  return !hasUnseen(code) && maskTokens(code) === code;
}

function fence(kind: string, code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const mark = "`".repeat(longest + 1);
  const lines = withoutEnd(code);
  // A suggestion without a line removes what stands there.
  return lines === "" ? `${mark}${kind}\n${mark}` : `${mark}${kind}\n${lines}\n${mark}`;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function withoutEnd(code: string): string {
  return code.replace(/\r?\n$/, "");
}
