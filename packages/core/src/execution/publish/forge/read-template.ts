import type { Step } from "../../step.ts";

const MAX_BYTES = 16 * 1024;
/** Where GitHub looks, in its order; their names are read in capitals and without. */
const FOLDERS = [".github/", "", "docs/"];
const NAMES = ["pull_request_template.md", "PULL_REQUEST_TEMPLATE.md"];
const SEVERAL = [".github/PULL_REQUEST_TEMPLATE/default.md", ".github/PULL_REQUEST_TEMPLATE/pull_request_template.md"];
const PATHS = [...FOLDERS.flatMap((folder) => NAMES.map((name) => `${folder}${name}`)), ...SEVERAL];

/** The base's template for pull requests; null: it has none that can be read. Throws for outages only. */
export async function readTemplate({ execution, repo, deps }: Step): Promise<string | null> {
  const { id: executionId, baseCommit: commit } = execution;
  try {
    const files = await deps.repositories.readFiles({ repo, executionId, commit, paths: PATHS, maxBytes: MAX_BYTES });
    const path = PATHS.find((one) => (files.get(one) ?? "").trim() !== "");
    return path === undefined ? null : (files.get(path) ?? null);
  } catch (error) {
    if (deps.isOutage(error)) {
      throw error;
    }
    return null;
  }
}
