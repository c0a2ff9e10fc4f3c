/** What models look at, by the ending of its files. */
type ImageKind = "png" | "jpg" | "gif" | "webp";

const SIGNS: readonly { kind: ImageKind; at: readonly (readonly [offset: number, bytes: string])[] }[] = [
  { kind: "png", at: [[0, "\x89PNG\r\n\x1a\n"]] },
  { kind: "jpg", at: [[0, "\xff\xd8\xff"]] },
  { kind: "gif", at: [[0, "GIF8"]] },
  {
    kind: "webp",
    at: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
];

/** What an image is by its first bytes, whatever it is called: a model refuses one that is another than it is said to be. null: none. */
export function imageKindOf(bytes: Uint8Array): ImageKind | null {
  return SIGNS.find(({ at }) => at.every(([offset, sign]) => hasSign(bytes, offset, sign)))?.kind ?? null;
}

function hasSign(bytes: Uint8Array, offset: number, sign: string): boolean {
  return [...sign].every((letter, index) => bytes[offset + index] === letter.charCodeAt(0));
}
