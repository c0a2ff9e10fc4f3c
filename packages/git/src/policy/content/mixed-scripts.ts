const FOREIGN = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
const LATIN = /\p{Script=Latin}/u;

/** Cyrillic and Greek letters that can't be told from Latin ones (Unicode's confusables). */
const LOOKALIKE = /[АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјорсухһԁԛԝүѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν\u03f2\u03f3\u03fa]/u;
const FOREIGN_LETTERS = /[\p{Script=Cyrillic}\p{Script=Greek}]/gu;

const PROSE = /\.(?:md|mdx|markdown|txt|rst|adoc|asciidoc|org|tex|po|pot|xlf|xliff|srt|vtt|html?|csv|tsv|svg)$/i;

/** Whether a path's words are meant for people: there, words of two scripts are usual. */
export function isProse(path: string): boolean {
  return PROSE.test(path);
}

const MAX_FOUND = 1000;

/**
 * Where identifiers are that mix Latin letters with Cyrillic or Greek ones that look the same: two names that people can't
 * tell apart. `userИмя`, `Δt` and words in a comment are seen for what they are. The first thousand.
 */
export function findMixedScripts(code: string): number[] {
  const found: number[] = [];
  if (!FOREIGN.test(code)) {
    return found;
  }
  for (const { 0: identifier, index } of code.matchAll(IDENTIFIER)) {
    if (deceives(identifier) && found.push(index) >= MAX_FOUND) {
      break;
    }
  }
  return found;
}

function deceives(identifier: string): boolean {
  const foreign = identifier.match(FOREIGN_LETTERS) ?? [];
  return foreign.length > 0 && LATIN.test(identifier) && foreign.every((letter) => LOOKALIKE.test(letter));
}
