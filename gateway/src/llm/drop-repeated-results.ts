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
  const seen = new Set<string>();
  const kept = parts.filter((part) => {
    const id = (part as { functionResponse?: { id?: unknown } | null } | null)?.functionResponse?.id;
    const isRepeated = typeof id === "string" && seen.has(id);
    if (typeof id === "string") {
      seen.add(id);
    }
    return !isRepeated;
  });
  return { ...(content as object), parts: kept };
}
