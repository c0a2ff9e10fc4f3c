const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const EMPTY = /^[ \t]*$/;
/** Blocks of HTML, in which marks of Markdown mean nothing, with the line that ends each (spec.commonmark.org, "HTML blocks"). */
const HTML: readonly [starts: RegExp, ends: RegExp][] = [
  [/^ {0,3}<(?:pre|script|style|textarea)(?=[\s>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [/^ {0,3}<![a-z]/i, />/],
  [/^ {0,3}<[/a-z]/i, EMPTY],
];

export interface MarkdownPart {
  text: string;
  /** `code`: shown as it is written. `html`: backticks are no marks in it. */
  kind: "code" | "text" | "html";
}

/**
 * Markdown in blocks, which together are the whole text. Indented lines count as text: whether they are code depends on what is
 * around them, and they may be a place to hide.
 */
export function splitMarkdown(text: string): MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  let fence: string | null = null;
  let htmlEnd: RegExp | null = null;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const mark = htmlEnd === null ? FENCE.exec(line)?.[1] : undefined;
    if (fence !== null || mark !== undefined) {
      addLine(parts, { text: line, kind: "code" });
      fence = mark === undefined ? fence : nextFence(fence, mark, line);
      continue;
    }
    htmlEnd ??= HTML.find(([starts]) => starts.test(line))?.[1] ?? null;
    addLine(parts, { text: line, kind: htmlEnd === null ? "text" : "html" });
    htmlEnd = htmlEnd?.test(line.trimEnd()) ? null : htmlEnd;
  }
  return parts;
}

/** An empty line ends a paragraph, and a block of HTML only where another kind follows it. */
function addLine(parts: MarkdownPart[], { text, kind }: MarkdownPart): void {
  const last = parts.at(-1);
  const isEnded = kind === "text" && last !== undefined && EMPTY.test(lastLine(last.text));
  if (last === undefined || last.kind !== kind || isEnded) {
    parts.push({ text, kind });
  } else {
    last.text += text;
  }
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf("\n", text.length - 2) + 1).trimEnd();
}

/** A fence is closed by a line of nothing but its mark, or more of it. */
export function nextFence(fence: string | null, mark: string, line: string): string | null {
  const isClosed = fence !== null && mark.startsWith(fence) && line.trim() === mark;
  return isClosed ? null : (fence ?? mark);
}
