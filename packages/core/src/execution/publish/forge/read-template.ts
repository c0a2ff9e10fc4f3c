import { MAX_TEMPLATE_BYTES, TEMPLATE_PATHS } from "../../../forge/pull-request/template-paths.ts";
import type { Step } from "../../step.ts";

/** The base's template for pull requests; null: it has none that can be read. Throws for outages only. */
export async function readTemplate({ execution, repo, deps }: Step): Promise<string | null> {
  const { id: executionId, baseCommit: commit } = execution;
  try {
    const files = await deps.repositories.readFiles({
      repo,
      executionId,
      commit,
      paths: TEMPLATE_PATHS,
      maxBytes: MAX_TEMPLATE_BYTES,
    });
    const path = TEMPLATE_PATHS.find((one) => (files.get(one) ?? "").trim() !== "");
    return path === undefined ? null : (files.get(path) ?? null);
  } catch (error) {
    if (deps.isOutage(error)) {
      throw error;
    }
    return null;
  }
}
