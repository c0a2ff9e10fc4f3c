import type { PolicyFinding } from "../task/task.ts";

/** What mustn't get into a repository that others fetch from, what may hide such a thing, and what would fill a person's disk. */
const STAYS_OUTSIDE: readonly string[] = [
  "secret",
  "malformed_object",
  "unsearched",
  "unchecked",
  "more_findings",
  "unimportable",
  "file_size",
  "patch_size",
  "message_size",
];

/** Whether a result may stand in the repository under a ref of its own while a person decides on its findings. */
export function mayStandInRepository(findings: readonly PolicyFinding[]): boolean {
  return !findings.some(({ rule }) => STAYS_OUTSIDE.includes(rule));
}
