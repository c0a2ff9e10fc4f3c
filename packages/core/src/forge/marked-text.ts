/** Forges take about 65,000 characters; what stands around ours has to have room, too. */
const MAX_TEXT_LENGTH = 48_000;
const COUNTED = /^\r?\n<!-- catalyst-sequence:(\d{1,15}) -->/;
const CUT = "\n\n… The rest is left out: it is too long.";

/** The text in the length that a forge takes. */
export function fitText(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : text.slice(0, MAX_TEXT_LENGTH - CUT.length).trimEnd() + CUT;
}

/**
 * The text as a part of a larger one that can be found again. A comment in it can't be taken for its end. `sequence`: of the
 * texts of this mark, counted up.
 */
export function markText(mark: string, text: string, sequence?: number): string {
  const counted = sequence === undefined ? "" : `<!-- catalyst-sequence:${sequence} -->\n`;
  return `${begin(mark)}\n${counted}${fitText(text.replaceAll("<!--", "&lt;!--"))}\n${end(mark)}`;
}

/** Which of the texts of this mark it is; 0: none that is counted. */
export function sequenceOf(mark: string, whole: string): number {
  const from = whole.indexOf(begin(mark));
  const said =
    from === -1 ? null : COUNTED.exec(whole.slice(from + begin(mark).length, from + begin(mark).length + 60));
  return Number(said?.[1] ?? 0);
}

/** Whether a text has our part. */
export function hasMark(mark: string, text: string): boolean {
  return text.includes(begin(mark));
}

/**
 * The text with our part as it is to be, and what is beside it as it was; added at the end where it wasn't there. A part that is
 * counted replaces none that comes after it.
 */
export function replaceMarked(
  mark: string,
  whole: string,
  { text, sequence }: { text: string; sequence?: number | undefined },
): string {
  const from = whole.indexOf(begin(mark));
  const part = markText(mark, text, sequence);
  if (sequence !== undefined && sequenceOf(mark, whole) > sequence) {
    return whole;
  }
  if (from === -1) {
    return [whole.trimEnd(), part].filter((part) => part !== "").join("\n\n");
  }
  const to = whole.indexOf(end(mark), from);
  // Whoever removed the end has left nothing to tell their words from ours.
  const after = to === -1 ? "" : whole.slice(to + end(mark).length);
  return whole.slice(0, from) + part + after;
}

function begin(mark: string): string {
  return `<!-- catalyst:${mark} -->`;
}

function end(mark: string): string {
  return `<!-- /catalyst:${mark} -->`;
}
