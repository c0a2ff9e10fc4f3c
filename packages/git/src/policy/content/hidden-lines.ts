/** All but tabs, and the ends of lines and pages. */
const CONTROL = /(?![\t\n\f\r\0])\p{Cc}|\r(?!\n)(?!$)/gu;
/** Beyond what any screen shows beside the code that stands before. */
const BLANKS = /[^\S\r\n]{200,}/g;
const MAX_FOUND = 1000;

/** Where a terminal, or a forge's log, shows another text than a file has: the first thousand control characters. */
export function findControls(text: string): number[] {
  return collect(text.matchAll(CONTROL));
}

/** Where a line goes on after more blanks than anyone looks past; the first thousand. */
export function findFarCode(code: string): number[] {
  return collect(code.matchAll(BLANKS), ({ 0: blanks, index }) => /^\S/.test(code.charAt(index + blanks.length)));
}

function collect(matches: Iterable<RegExpExecArray>, isFound: (match: RegExpExecArray) => boolean = () => true) {
  const found: number[] = [];
  for (const match of matches) {
    if (isFound(match) && found.push(match.index) >= MAX_FOUND) {
      break;
    }
  }
  return found;
}
