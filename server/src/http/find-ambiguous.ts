const MAX_DEPTH = 64;

/** One object that is open, or a list (null). */
type Open = { names: Set<string>; isName: boolean } | null;

/**
 * Why parsers may understand this JSON differently; null: they don't. Of a name that stands twice nobody knows which one counts,
 * and what is nested without end is meant for their stacks. The text must be JSON.
 */
export function findAmbiguous(json: string): string | null {
  const open: Open[] = [];
  for (let at = 0; at < json.length; at++) {
    const inner = open.at(-1);
    switch (json[at]) {
      case "{":
        open.push({ names: new Set(), isName: true });
        break;
      case "[":
        open.push(null);
        break;
      case "}":
      case "]":
        open.pop();
        break;
      case ",":
        if (inner != null) {
          inner.isName = true;
        }
        break;
      case '"': {
        const end = findEnd(json, at);
        if (inner?.isName === true && !addName(inner, json.slice(at, end + 1))) {
          return "a name stands twice in one object";
        }
        at = end;
        break;
      }
    }
    if (open.length > MAX_DEPTH) {
      return `it is nested more than ${MAX_DEPTH} deep`;
    }
  }
  return null;
}

/** Where the text ends that begins here. */
function findEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === "\\") {
      at += 1;
    } else if (json[at] === '"') {
      return at;
    }
  }
  return json.length;
}

/** false: it was there already. */
function addName(object: NonNullable<Open>, quoted: string): boolean {
  const name: unknown = JSON.parse(quoted);
  object.isName = false;
  const isNew = !object.names.has(String(name));
  object.names.add(String(name));
  return isNew;
}
