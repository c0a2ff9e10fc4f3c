/** PostgreSQL's text and jsonb can't hold NUL nor lone surrogates; in every string both become the replacement character. */
export function cleanText<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === "string") {
    return value.replaceAll("\u0000", "\ufffd").toWellFormed();
  }
  if (Array.isArray(value)) {
    return value.map(clean);
  }
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, clean(part)]));
  }
  return value;
}
