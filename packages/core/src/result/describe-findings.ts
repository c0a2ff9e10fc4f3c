import type { PolicyFinding } from "../task/task.ts";

const MAX_NAMED = 20;

/** What stopped a branch, a line for each finding. */
export function describeFindings(branch: string, findings: readonly PolicyFinding[]): string {
  const lines = findings.slice(0, MAX_NAMED).map(describeFinding);
  const more = findings.length > MAX_NAMED ? [`- and ${findings.length - MAX_NAMED} more`] : [];
  const things = findings.length === 1 ? "1 thing" : `${findings.length} things`;
  return [
    `Publishing the branch ${branch} was stopped: the policy found ${things} in the result.`,
    ...lines,
    ...more,
  ].join("\n");
}

function describeFinding({ rule, path, detail }: PolicyFinding): string {
  return path === null ? `- ${rule}: ${detail}` : `- ${rule}: ${path}: ${detail}`;
}
