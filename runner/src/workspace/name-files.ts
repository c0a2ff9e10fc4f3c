const MAX_NAMED_FILES = 10;

/** The names in git's output with `-z`, one character per byte: names needn't be UTF-8. */
export function splitNames(output: Buffer): string[] {
  return output.toString("latin1").split("\0").filter(Boolean);
}

/** A name as people read it. */
export function showName(name: string): string {
  return Buffer.from(name, "latin1").toString("utf8");
}

/** A sentence that names the first of these files; none when there are none. */
export function nameFiles(what: string, names: string[]): string[] {
  const shown = names.slice(0, MAX_NAMED_FILES).map(showName);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return names.length === 0 ? [] : [`${what}: ${shown.join(", ")}${more}`];
}
