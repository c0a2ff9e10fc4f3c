import { splitMarkdown } from "./markdown-code.ts";

const VALUE = String.raw`"[^"]*"|'[^']*'|[^\s"'=<>${"`"}]+`;
const ATTRIBUTE = String.raw`\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:${VALUE}))?`;
const ATTRIBUTES = new RegExp(ATTRIBUTE, "g");
/** These say where a link leads and what a picture is. */
const SHOWN_ATTRIBUTE = /^\s+(?:href|src)\s*=\s*(?:"[^"\s]*"|'[^'\s]*'|[^"'\s]+)$/i;
/** What the marks of Markdown and HTML mean, the first one that fits at each place. */
const MARK = new RegExp(
  [
    // What stands after a backslash is shown.
    String.raw`\\[!-/:-@[-${"`"}{-~]`,
    "(?<ticks>`+)",
    String.raw`(?<declaration><\?|<![A-Za-z[])`,
    String.raw`(?<tag><[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:${ATTRIBUTE})+)\s*(?<close>/?>)`,
    // What an image shows only where it can't be had.
    String.raw`(?<image>!\[)(?:[^[\]]|\[[^[\]]*\])+(?=\]\(|\]\[[^\]])`,
    // What a link shows to who stays on it.
    String.raw`(?<target>\]\([ \t]*(?:<[^<>\n]*>|[^\s()<>]+))\s+(?:"[^"]*"|'[^']*'|\([^()]*\))\s*\)`,
  ].join("|"),
  "g",
);

/**
 * Markdown without what its page doesn't show: processing instructions, declarations and sections of HTML, attributes of tags but
 * where they lead, alternative texts of images and titles of links. Code is shown, so it stays.
 */
export function removeUnseenMarkup(text: string): { text: string; count: number } {
  if (!/[<[]/.test(text)) {
    return { text, count: 0 };
  }
  const cleaned = splitMarkdown(text).map((part) => cleanPart(part.text, part.kind));
  return { text: cleaned.map((part) => part.text).join(""), count: cleaned.reduce((sum, part) => sum + part.count, 0) };
}

function cleanPart(part: string, kind: "code" | "text" | "html"): { text: string; count: number } {
  if (kind === "code") {
    return { text: part, count: 0 };
  }
  const findClosing = kind === "text" ? closings(part) : () => null;
  const lastEnd = part.lastIndexOf(">");
  let count = 0;
  let cleaned = "";
  let at = 0;
  for (MARK.lastIndex = 0; ; MARK.lastIndex = at) {
    const match = MARK.exec(part);
    if (match === null) {
      return { text: cleaned + part.slice(at), count };
    }
    const whole = match[0];
    const { ticks, declaration } = match.groups ?? {};
    let end = match.index + whole.length;
    let shown = seen(match);
    if (ticks !== undefined) {
      end = findClosing(match.index, whole.length) ?? end;
      shown = part.slice(match.index, end);
    } else if (declaration !== undefined && match.index < lastEnd) {
      // Browsers end all of them here.
      end = part.indexOf(">", match.index) + 1;
      shown = "";
    }
    cleaned += part.slice(at, match.index) + shown;
    count += shown === part.slice(match.index, end) ? 0 : 1;
    at = end;
  }
}

/** What a page shows of a mark. */
function seen({ 0: whole, groups = {} }: RegExpExecArray): string {
  const { tag, attributes = "", close, image, target } = groups;
  if (tag !== undefined) {
    const shown = (attributes.match(ATTRIBUTES) ?? []).filter((one) => SHOWN_ATTRIBUTE.test(one)).join("");
    return shown === attributes ? whole : `${tag}${shown}${close}`;
  }
  return image ?? (target === undefined ? whole : `${target})`);
}

/** Where a code span ends that begins with so many backticks: after the next run of as many. To be asked from the start on. */
function closings(text: string): (from: number, length: number) => number | null {
  const runs = new Map<number, { places: number[]; next: number }>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known === undefined) {
      runs.set(run.length, { places: [index], next: 0 });
    } else {
      known.places.push(index);
    }
  }
  return (from, length) => {
    const known = runs.get(length) ?? { places: [], next: 0 };
    while ((known.places[known.next] ?? Number.POSITIVE_INFINITY) <= from) {
      known.next += 1;
    }
    const place = known.places[known.next];
    return place === undefined ? null : place + length;
  };
}
