import { parseMarkdown } from "../markdown/parse-markdown.ts";

export interface MarkdownPart {
  /** Whole lines. */
  text: string;
  /** `html`: marks of Markdown mean nothing in it. `definition`: a link's address, or a footnote, for others to use by its label. */
  kind: "fence" | "code" | "html" | "text" | "definition";
  /** Of a definition. */
  label: string | null;
}

const KINDS: Readonly<Record<string, MarkdownPart["kind"]>> = {
  fence: "fence",
  code_block: "code",
  html_block: "html",
  inline: "text",
  reference_definition: "definition",
};
const FOOTNOTE = /^[\s>]*\[(\^[^\]\s]{1,999})\]:/;

/** Markdown in blocks, which together are the whole text. What is between them, or nested beyond reason, is text. */
export function splitMarkdown(text: string): MarkdownPart[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const parts: MarkdownPart[] = [];
  let from = 0;
  const add = (kind: MarkdownPart["kind"], to: number) => {
    if (to > from) {
      parts.push(labelled(kind, lines.slice(from, to).join(""), parts.at(-1)));
      from = to;
    }
  };
  for (const { type, map } of parseMarkdown(text).blocks) {
    const kind = KINDS[type];
    if (kind !== undefined && map !== null) {
      add("text", map[0]);
      add(kind, map[1]);
    }
  }
  add("text", lines.length);
  return parts;
}

function labelled(kind: MarkdownPart["kind"], text: string, last: MarkdownPart | undefined): MarkdownPart {
  if (kind === "definition") {
    return { kind, text, label: /\[((?:[^[\]\\]|\\.)*)\]/s.exec(text)?.[1] ?? null };
  }
  const footnote = kind === "text" ? FOOTNOTE.exec(text)?.[1] : undefined;
  if (footnote !== undefined) {
    return { kind: "definition", text, label: footnote };
  }
  // What is indented below a footnote belongs to it.
  const isOfLast = last?.label?.startsWith("^") === true && (kind === "code" || text.trim() === "");
  return isOfLast ? { kind: "definition", text, label: last.label } : { kind, text, label: null };
}
