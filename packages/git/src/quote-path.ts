/**
 * A path as git reads it in quotes (C's strings), where it would else end at a colon (GIT_ALTERNATE_OBJECT_DIRECTORIES) or a
 * line's end (objects/info/alternates).
 */
export function quotePath(path: string): string {
  return `"${path.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
