import { isDeepStrictEqual } from "node:util";

/**
 * A Gemini request in which every result of a tool stands once. Gemini CLI (0.61) that goes on in an earlier session sends
 * each twice, from two places of its record, and Google refuses a turn with more results than calls.
 */
export function dropRepeatedResults(body: Record<string, unknown>): Record<string, unknown> {
  const { contents } = body;
  return Array.isArray(contents) ? { ...body, contents: contents.map(dropFrom) } : body;
}

function dropFrom(content: unknown): unknown {
  const parts = (content as { parts?: unknown } | null)?.parts;
  if (!Array.isArray(parts)) {
    return content;
  }
  const first = new Map<string, unknown>();
  // Only the very same: another result with the same id is none of ours to drop.
  const kept = parts.filter((part) => {
    const id = idOf(part);
    if (id === null || !first.has(id)) {
      if (id !== null) {
        first.set(id, part);
      }
      return true;
    }
    return !isDeepStrictEqual(first.get(id), part);
  });
  return { ...(content as object), parts: kept };
}

function idOf(part: unknown): string | null {
  const id = (part as { functionResponse?: { id?: unknown } | null } | null)?.functionResponse?.id;
  return typeof id === "string" && id !== "" ? id : null;
}
