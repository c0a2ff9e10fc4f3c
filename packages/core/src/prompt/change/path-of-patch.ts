const NOBODY = "/dev/null";
const FIRST = /^diff --git /;
const SIGNS: Readonly<Record<string, string>> = { a: "\x07", b: "\b", t: "\t", n: "\n", v: "\v", f: "\f", r: "\r" };
const ESCAPED = /\\(?:([0-3][0-7]{2})|(.))/gs;

/**
 * The file that a patch is of, by its whole name as the change leaves it, or as it was where it is gone. git writes names with quotes,
 * control characters or letters beyond ASCII in quotes, and a tab after those with a blank.
 */
export function pathOfPatch(patch: string): string {
  const [head = ""] = patch.split("\n@@", 1);
  const [first = "", ...lines] = head.split("\n");
  const after = (mark: string) =>
    lines.find((line) => line.startsWith(mark) && line !== `${mark}${NOBODY}`)?.slice(mark.length);
  const renamed = after("rename to ") ?? after("copy to ");
  if (renamed !== undefined) {
    return readName(renamed);
  }
  const changed = after("+++ ") ?? after("--- ");
  return withoutSide(readName(changed?.replace(/\t$/, "") ?? lastHalf(first.replace(FIRST, ""))));
}

/** What is neither renamed nor has lines to show is called the same on both sides. */
function lastHalf(both: string): string {
  return both.slice((both.length + 1) / 2);
}

function withoutSide(name: string): string {
  return name.replace(/^[ab]\//, "");
}

/** A name as git writes it, in C's quotes or as it is. */
function readName(written: string): string {
  if (!(written.startsWith('"') && written.endsWith('"') && written.length > 1)) {
    return written;
  }
  // The octal numbers are those of bytes.
  const bytes = Buffer.from(written.slice(1, -1)).toString("latin1");
  const name = bytes.replaceAll(ESCAPED, (_all, octal: string | undefined, sign: string) =>
    octal === undefined ? (SIGNS[sign] ?? sign) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
  return Buffer.from(name, "latin1").toString("utf8");
}
