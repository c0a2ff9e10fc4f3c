import { parseFences } from "../../markdown/parse-markdown.ts";
import { removeUnseen } from "../../markdown/unseen-characters.ts";
import { breakLiveWords } from "./break-live-words.ts";
import { findCodeSpans, findLinks } from "./kept-parts.ts";
import { maskTokens } from "./mask-tokens.ts";

/** Each letter may become two, and forges take 65,536. */
const MAX_LENGTH = 24_000;
const CUT = "\n\n… The rest is left out: it is too long.";
const FENCE = /(`{3,}|~{3,})(.*)$/s;
const LANGUAGE = /^[a-z\d][a-z\d+#._-]{0,30}$/i;
/** Fences of which forges make something: pictures, maps, formulas, a change that one click makes. */
const LIVE_FENCES = new Set(["suggestion", "mermaid", "geojson", "topojson", "stl", "math"]);

/**
 * What an agent wrote, as Markdown that does nothing where it is posted: no mention, no link but those that begin with one of `links`,
 * no image, no HTML, no word that closes an issue, no command, and no key of a known shape. Its fences are closed, so that what
 * stands after it is read as it is meant. It is cut where it is too long, and says so. Takes time as the text is long, whatever it is.
 */
export function neutralize(text: string, { links = [] }: { links?: readonly string[] } = {}): string {
  const clean = maskTokens(removeUnseen(cut(text).replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")));
  const lines = clean.split("\n");
  const neutral: string[] = [];
  let from = 0;
  for (const { map, closing } of parseFences(clean)) {
    neutral.push(...breakLines(lines.slice(from, map[0]), links), ...neutralFence(lines.slice(...map)), ...closing);
    from = map[1];
  }
  return [...neutral, ...breakLines(lines.slice(from), links)].join("\n");
}

function cut(text: string): string {
  return (text.length <= MAX_LENGTH ? text : text.slice(0, MAX_LENGTH).trimEnd() + CUT).toWellFormed();
}

function breakLines(lines: readonly string[], links: readonly string[]): string[] {
  const text = lines.join("\n");
  return lines.length === 0 ? [] : [breakLiveWords(text, [...findCodeSpans(text), ...findLinks(text, links)])];
}

/** What stands in a fence is shown as it is, where the forge doesn't know what to make of its kind. */
function neutralFence([opening = "", ...lines]: readonly string[]): string[] {
  const shown = opening.replace(FENCE, (_, mark: string, kind: string) => {
    const language = kind.trim();
    return LANGUAGE.test(language) && !LIVE_FENCES.has(language.toLowerCase()) ? mark + language : mark;
  });
  return [shown, ...lines];
}
