/** What a text says as JSON; null: it is none. For what is bounded: it blocks as long as it takes. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The value at a path of field names, or undefined: answers of providers are not trusted to have any shape. */
export function valueAt(json: unknown, ...path: string[]): unknown {
  let value = json;
  for (const name of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}

/** A count at a path, or undefined when there is no sensible number. */
export function countAt(json: unknown, ...path: string[]): number | undefined {
  const value = valueAt(json, ...path);
  return typeof value === "number" && Number.isFinite(value) && value >= 0
    ? Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER)
    : undefined;
}

/** A number that isn't negative, with its fraction. */
export function numberAt(json: unknown, ...path: string[]): number | undefined {
  const value = valueAt(json, ...path);
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

export function textAt(json: unknown, ...path: string[]): string | undefined {
  const value = valueAt(json, ...path);
  return typeof value === "string" ? value : undefined;
}
