/**
 * What isn't seen, or turns the direction of what follows, by Unicode's own properties; the two separators that end a line for a
 * compiler and not for an editor; marks of annotations, joints of hieroglyphs and the blank of Braille; and characters of private
 * use, for which many fonts have nothing.
 */
const HIDDEN =
  /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\u2800\ufff9-\ufffb\u{13430}-\u{13440}\u{13447}-\u{13455}\p{Co}]/gu;

/** The flags of England, Scotland and Wales: the only ones in general use that are written with tags. */
const TAG_FLAGS =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;

/** Scripts whose letters join, or form clusters, by joiners. */
const JOINING =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Adlm}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Java}\p{scx=Bali}]$/u;
const LETTER = /[\p{L}\p{M}]$/u;
const ENDS_WORD = /[\p{L}\p{M}\p{N}\p{Co}_]$/u;
const BEGINS_WORD = /^[\p{L}\p{M}\p{N}\p{Co}_]/u;
const JAMO = /[\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

interface Neighbours {
  before: string;
  after: string;
  isAtStart: boolean;
}

/** Where a hidden character is right, because a script or an emoji can't be written without it. */
const RIGHT_USES: readonly { characters: RegExp; isRight: (around: Neighbours) => boolean }[] = [
  // A joiner between two emoji.
  {
    characters: /\u200d/u,
    isRight: ({ before, after }) =>
      /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u.test(before) &&
      /^\p{Extended_Pictographic}/u.test(after),
  },
  // A joiner or non-joiner after a letter of a script that has them.
  { characters: /[\u200c\u200d]/u, isRight: ({ before }) => LETTER.test(before) && JOINING.test(before) },
  // "As an emoji", "as text".
  {
    characters: /[\ufe0e\ufe0f]/u,
    isRight: ({ before, after }) => (/[0-9#*]$/u.test(before) ? /^\u20e3/u.test(after) : /\p{Emoji}$/u.test(before)),
  },
  // A variant of one ideograph, as names of people have them.
  { characters: /[\ufe00-\ufe02\u{e0100}-\u{e01ef}]/u, isRight: ({ before }) => /\p{Ideographic}$/u.test(before) },
  { characters: /[\u180b-\u180f]/u, isRight: ({ before }) => /\p{Script=Mongolian}$/u.test(before) },
  { characters: /\u034f/u, isRight: ({ before }) => /\p{Script=Hebrew}\p{M}*$/u.test(before) },
  {
    characters: /[\u{13430}-\u{13455}]/u,
    isRight: ({ before }) => /\p{Script=Egyptian_Hieroglyphs}$/u.test(before),
  },
  // One of a row of signs, as spinners have them.
  { characters: /\u2800/u, isRight: ({ before, after }) => /[\u2801-\u28ff]/u.test(before + after) },
  // Fillers of the parts of old Korean syllables.
  { characters: /[\u115f\u1160]/u, isRight: ({ before, after }) => JAMO.test(before.slice(-1) + after.slice(0, 1)) },
  // An icon as terminals have them, by itself: in a word, or several in a row, it spells something.
  { characters: /\p{Co}/u, isRight: ({ before, after }) => !ENDS_WORD.test(before) && !BEGINS_WORD.test(after) },
  // The mark of the byte order.
  { characters: /\ufeff/u, isRight: ({ isAtStart }) => isAtStart },
];

const CONTEXT = 8;

const MAX_FOUND = 1000;

/** Names of people have variants, and a program some icons; each of more could carry a byte. */
const MAX_CARRIERS = 64;
const CARRIERS = [/[\u{e0100}-\u{e01ef}]/gu, /\p{Co}/gu];

/** Where in the text characters hide that have no right use there; the first thousand. */
export function findHidden(text: string, { isStart = true } = {}): number[] {
  const shown = text.replaceAll(TAG_FLAGS, (flag) => "\u{1f3f4}".padEnd(flag.length, " "));
  const tooMany = CARRIERS.filter((carrier) => (shown.match(carrier)?.length ?? 0) > MAX_CARRIERS);
  const found: number[] = [];
  for (const { 0: character, index } of shown.matchAll(HIDDEN)) {
    const around = {
      before: shown.slice(Math.max(0, index - CONTEXT), index),
      after: shown.slice(index + character.length, index + character.length + CONTEXT),
      isAtStart: isStart && index === 0,
    };
    const isCarrier = tooMany.some((carrier) => character.search(carrier) === 0);
    const isRight = !isCarrier && RIGHT_USES.some((use) => use.characters.test(character) && use.isRight(around));
    if (!isRight && found.push(index) >= MAX_FOUND) {
      break;
    }
  }
  return found;
}

/** Whether a name or message holds any. */
export function hidesSomething(text: string): boolean {
  return findHidden(text, { isStart: false }).length > 0;
}
