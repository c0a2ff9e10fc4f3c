/** Scripts with letters that can't be told from Latin ones, or from some of them. */
const FOREIGN_LETTERS =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\p{Script=Deseret}\p{Script=Osage}\p{Script=Canadian_Aboriginal}\p{Script=Tifinagh}\p{Script=Warang_Citi}]/gu;
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;
const LATIN = /\p{Script=Latin}/u;

/**
 * Cyrillic, Greek and Armenian letters that can't be told from Latin ones (Unicode's confusables), and all of the scripts that
 * nobody writes beside Latin in one word.
 */
const TWINS = "АВЕЅІЈКМНОРСТУХҮԌԚԜаеѕіјорсухһԁԛԝүѵӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν\u03f2\u03f3\u03faԼՏՍՕազեհյոսցքօ";
const LOOKALIKE = new RegExp(
  String.raw`[${TWINS}]|(?![\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}])\p{L}`,
  "u",
);
/** A word of nothing but such letters. A single one of Greek is a sign of science. */
const ALL_TWINS = new RegExp(String.raw`^[\d_$]*(?!\p{Script=Greek}[\d_$]*$)[${TWINS}][${TWINS}\d_$]*$`, "u");
/** What says that the words around are of that script. */
const NO_TWIN = new RegExp(String.raw`(?![${TWINS}])[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]`, "u");
const ALL_WIDE = /^[\uff10-\uff19\uff21-\uff3a\uff3f\uff41-\uff5a]{2,}$/;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** What a program does with a name. */
const USED = /^\s*(?:[([=]|:=|\.[\p{ID_Start}_$])/u;
const AROUND = 200;

/** Letters of mathematics, and wide ones: compilers take them for the plain letters. */
const STYLED = /[\u{1d400}-\u{1d7ff}]/u;
const WIDE = /[\uff21-\uff3a\uff41-\uff5a]/u;
const ANY_OF_THESE = /[^\p{ASCII}]/u;
const LETTERS = /\p{L}/gu;

const PROSE = /\.(?:md|mdx|markdown|txt|rst|adoc|asciidoc|org|tex|po|pot|xlf|xliff|srt|vtt|html?|csv|tsv|svg)$/i;

/** Whether a path's words are meant for people: there, words of two scripts are usual. */
export function isProse(path: string): boolean {
  return PROSE.test(path);
}

const MAX_FOUND = 1000;

/**
 * Where identifiers are that mix Latin letters with those of another script that look the same: two names that people can't
 * tell apart; that have none but such letters, unless they are a word among words of their script; or that mean another one which
 * they don't look like, as `𝐞val` is `eval`. `userИмя`, `Δt`, `ℝ` and words in a comment
 * are seen for what they are. The first thousand.
 */
export function findMixedScripts(code: string): number[] {
  const found: number[] = [];
  if (!ANY_OF_THESE.test(code)) {
    return found;
  }
  for (const { 0: identifier, index } of code.matchAll(IDENTIFIER)) {
    if ((deceives(identifier) || isDisguised(code, index, identifier)) && found.push(index) >= MAX_FOUND) {
      break;
    }
  }
  return found;
}

function deceives(identifier: string): boolean {
  const foreign = identifier.match(FOREIGN_LETTERS) ?? [];
  const isMixed = foreign.length > 0 && LATIN.test(identifier) && foreign.every((letter) => LOOKALIKE.test(letter));
  return isMixed || isFolded(identifier);
}

function isDisguised(code: string, index: number, identifier: string): boolean {
  const isWide = ALL_WIDE.test(identifier);
  if (!isWide && !ALL_TWINS.test(identifier)) {
    return false;
  }
  const end = index + identifier.length;
  const before = code.slice(Math.max(0, index - AROUND), index);
  const after = code.slice(end, end + AROUND);
  const line = `${before.slice(before.lastIndexOf("\n") + 1)} ${after.split("\n", 1)[0]}`;
  return USED.test(after) || !(isWide ? EAST_ASIAN : NO_TWIN).test(line);
}

/** A single letter is a sign, and a whole word of wide letters is how Japanese has Latin words. */
function isFolded(identifier: string): boolean {
  const isStyled = STYLED.test(identifier) && (identifier.match(LETTERS)?.length ?? 0) > 1;
  const isWide = WIDE.test(identifier) && /[a-z]/i.test(identifier);
  return (isStyled || isWide) && /^\p{ASCII}+$/u.test(identifier.normalize("NFKC"));
}
