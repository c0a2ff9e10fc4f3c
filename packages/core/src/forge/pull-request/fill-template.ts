const MAX_TEMPLATE = 16 * 1024;
const MAX_SECTIONS = 100;
const HEADING = /^ {0,3}#{1,6}[ \t]+\S/;
const FENCE = /^ {0,3}(?:```|~~~)/;

const ABOUT = /\b(?:what|why|summary|description|changes?|motivation|overview|about|details)\b/i;
const VERIFIED = /\b(?:test(?:s|ing|ed)?|verif\w+|qa|how .{0,20}tested)\b/i;

export interface TemplateFill {
  /** What was done, ready to be posted; null: nothing is known. */
  about: string | null;
  /** How it was verified, ready to be posted; null: it wasn't. */
  verified: string | null;
}

/** A template with its parts filled, where it has them. */
export interface FilledTemplate {
  text: string;
  hasAbout: boolean;
}

/**
 * A repository's template for pull requests with what is known under the headings that ask for it, and all else as the repository has it.
 * What was done stands under the first heading that isn't about tests where none names it.
 */
export function fillTemplate(template: string, { about, verified }: TemplateFill): FilledTemplate {
  const lines = template.slice(0, MAX_TEMPLATE).replaceAll(/\r\n?/g, "\n").trimEnd().split("\n");
  const headings = listHeadings(lines);
  const verifiedAt = headings.find((at) => VERIFIED.test(lines[at] ?? ""));
  const others = headings.filter((at) => at !== verifiedAt);
  const aboutAt = others.find((at) => ABOUT.test(lines[at] ?? "")) ?? others[0];
  const added = new Map<number | undefined, string | null>([
    [verifiedAt, verified],
    [aboutAt, about],
  ]);
  const filled = lines.flatMap((line, at) => {
    const words = added.get(at) ?? null;
    return words === null ? [line] : [line, "", words];
  });
  return { text: filled.join("\n"), hasAbout: aboutAt !== undefined && about !== null };
}

function listHeadings(lines: readonly string[]): number[] {
  let isCode = false;
  return lines
    .flatMap((line, at) => {
      isCode = FENCE.test(line) ? !isCode : isCode;
      return !isCode && HEADING.test(line) ? [at] : [];
    })
    .slice(0, MAX_SECTIONS);
}
