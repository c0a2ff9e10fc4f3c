import type { PolicyFinding, ResultPolicy } from "@catalyst/core";
import { BOUNDS } from "../limits/bounds.ts";
import type { ObjectFacts, ObjectReader } from "../objects/object-reader.ts";
import { FOLDER_MODE } from "../objects/parse-tree.ts";
import { walkChanges } from "../objects/walk-changes.ts";
import type { Findings } from "./findings.ts";

export interface SizeCheck {
  reader: ObjectReader;
  objects: ReadonlyMap<string, ObjectFacts>;
  findings: Findings;
  policy: ResultPolicy;
}

/** Whether the result is larger than a person would look through: from its base to its end. */
export async function checkSizes(
  { reader, objects, findings, policy }: SizeCheck,
  { tree, base }: { tree: string; base: string },
): Promise<void> {
  let files = 0;
  let bytes = 0;
  for await (const { entry, before } of walkChanges({ reader, tree, parents: [base], maxDepth: BOUNDS.depth })) {
    files += (entry ?? before)?.mode === FOLDER_MODE ? 0 : 1;
    bytes += entry === null || entry.mode === FOLDER_MODE ? 0 : (objects.get(entry.id)?.bytes ?? 0);
  }
  if (files > policy.maxFiles) {
    findings.add(found("too_many_files", `${files} files changed, ${policy.maxFiles} are allowed`));
  }
  if (bytes > policy.maxPatchBytes) {
    findings.add(found("patch_size", `the changes hold ${bytes} bytes, ${policy.maxPatchBytes} are allowed`));
  }
}

function found(rule: string, detail: string): PolicyFinding {
  return { rule, path: null, detail };
}
