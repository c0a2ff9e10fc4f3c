import type { PolicyFinding } from "@catalyst/core";

const MAX_FINDINGS = 300;
const MAX_PATH_LENGTH = 500;

/** Collects what was found: each thing once, and no more than people could read. */
export interface Findings {
  /** `commit`: where it was found; named only when it isn't the result's last one. */
  add(finding: PolicyFinding, commit?: string): void;
  list(): PolicyFinding[];
}

export function collectFindings(head: string): Findings {
  const known = new Map<string, PolicyFinding>();
  let more = 0;
  return {
    add({ rule, path, detail }, commit = head) {
      const key = `${rule}\0${path}\0${detail}`;
      if (known.has(key)) {
        return;
      }
      if (known.size >= MAX_FINDINGS) {
        more += 1;
        return;
      }
      const where = commit === head ? "" : ` (commit ${commit.slice(0, 10)})`;
      known.set(key, { rule, path: shorten(path), detail: `${detail}${where}` });
    },
    list() {
      const rest = { rule: "more_findings", path: null, detail: `${more} more are not listed` };
      return [...known.values(), ...(more > 0 ? [rest] : [])];
    },
  };
}

function shorten(path: string | null): string | null {
  return path !== null && path.length > MAX_PATH_LENGTH ? `…${path.slice(-MAX_PATH_LENGTH)}` : path;
}
