import type { BranchProblem } from "@catalyst/core";

const MAX_LENGTH = 200;
const MAX_LINES = 20;
/** One that was broken, as GitHub lists them: `- Commits must have verified signatures.` or `error: Required linear history.` */
const RULE = /^remote:\s*(?:error:|-)\s+(?!GH\d)([^\n]{1,200})/;

interface Row {
  says: RegExp;
  by: Extract<BranchProblem, { kind: "refused" }>["by"];
}

/** What forges say of a push that they don't take. The first that fits counts: GitHub finds secrets by a rule, too. */
const ROWS: readonly Row[] = [
  { says: /refusing to allow .{0,500} to create or update workflow/i, by: "workflow" },
  { says: /GH009|secret[- ]scanning|Push cannot contain secrets/i, by: "secret" },
  { says: /GH001|exceeds GitHub's file size limit|Large files detected/i, by: "rule" },
  { says: /GH006|GH013|Protected branch|rule violations|pre-receive hook declined/i, by: "rule" },
];

/** Why a push was refused, from what git said; `moved`: the branch isn't where it was. Null: it failed otherwise. */
export function readRefusal(said: string): Extract<BranchProblem, { kind: "refused" }> | { kind: "moved" } | null {
  const row = ROWS.find(({ says }) => says.test(said));
  if (row !== undefined) {
    return { kind: "refused", by: row.by, words: readWords(said, row.says) };
  }
  return /stale info|non-fast-forward|fetch first|cannot lock ref|reference already exists/i.test(said)
    ? { kind: "moved" }
    : null;
}

/** The line that says it, and the rules that are listed below it, in letters and signs that are seen. */
function readWords(said: string, says: RegExp): string {
  const lines = said.split("\n", 200);
  const at = lines.findIndex((each) => says.test(each));
  const rules = lines.slice(at + 1, at + 1 + MAX_LINES).flatMap((line) => RULE.exec(line)?.[1] ?? []);
  const words = [lines[at] ?? "", ...rules].map(clean).filter((line) => line !== "");
  return words
    .join(": ")
    .slice(0, MAX_LENGTH)
    .replace(/[.\s]+$/, "");
}

function clean(line: string): string {
  return line
    .slice(0, 2000)
    .replace(/^remote:\s*(?:error:\s*)?|^\s*!\s*\[remote rejected\]\s*/i, "")
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]+/gu, " ")
    .replace(/[.\s]+$/, "")
    .trim();
}
