import type { AuditEntry } from "../actions/audit.ts";

const HEAD = ["number", "at", "kind", "login", "person", "team", "facts"];

/** Entries as a spreadsheet reads them. */
export function auditCsv(entries: readonly AuditEntry[]): string {
  const rows = entries.map(({ number, at, kind, login, person, team, facts }) =>
    [String(number), at, kind, login ?? "", person ?? "", team ?? "", JSON.stringify(facts)].map(cellOf).join(","),
  );
  return `${[HEAD.join(","), ...rows].join("\r\n")}\r\n`;
}

/** What a spreadsheet would reckon with is told to be text: people choose some of it, such as what they are called. */
function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
