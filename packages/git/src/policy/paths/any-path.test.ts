import fc from "fast-check";
import { expect, test } from "vitest";
import { PROTECTED_PLACES } from "../protected-places.ts";
import { foldName, isLikeGitFolder } from "./fold-name.ts";
import { protectedPaths } from "./protected-paths.ts";
import { pathText, showPath } from "./show-path.ts";

const places = protectedPaths(PROTECTED_PLACES);
/** What a file system that forgives much leaves out of a name, or cuts off at its end. */
const IGNORED = ["\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f"];
const ENDINGS = ["", ".", " ", ". .", "::$DATA", ":$I30:$INDEX_ALLOCATION"];

/** A name as such a file system takes it for the same. */
function disguised(name: string): fc.Arbitrary<string> {
  const upper = fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length });
  const parts = [upper, fc.nat(name.length), fc.constantFrom("", ...IGNORED), fc.constantFrom(...ENDINGS)] as const;
  return fc.tuple(...parts).map(([isUpper, at, ignored, ending]) => {
    const cased = [...name].map((letter, index) => (isUpper[index] ? letter.toUpperCase() : letter)).join("");
    return `${cased.slice(0, at)}${ignored}${cased.slice(at)}${ending}`;
  });
}

test("a protected place is one however its names are disguised, and so is what lies below it", () => {
  const path = fc
    .constantFrom(...PROTECTED_PLACES.map((place) => place.path.replace(/^\//, "").replaceAll("*", "x")))
    .chain((found) => fc.tuple(...found.split("/").map(disguised)))
    .map((names) => names.join("/"));
  fc.assert(
    fc.property(path, fc.constantFrom("", "/deep/file"), (found, below) => {
      expect(places.find(`${found}${below}`, false)).not.toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test("git's folder is taken for that however it is disguised", () => {
  fc.assert(fc.property(disguised(".git"), isLikeGitFolder));
});

const NASTY = fc.oneof(
  fc.constantFrom(..."/\\.:~* 1aZ", ...IGNORED, "ß", "ı", "İ", "ﬁ", "\u202e"),
  fc.string({ unit: "binary" }),
);

test("any name is one with itself in capitals, and any path is judged and shown without what moves a cursor or turns the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: NASTY }), (text) => {
      expect(foldName(text.toUpperCase())).toBe(foldName(text));
      expect(() => places.find(text, false)).not.toThrow();
      const bytes = Buffer.from(text, "utf8").toString("latin1");
      expect(showPath(bytes)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 1000 },
  );
});

test("any bytes are a path's: those that are text are that text, and the others are shown as codes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const path = Buffer.from(bytes).toString("latin1");
      const text = pathText(path);
      expect(text === null || Buffer.from(text).equals(bytes)).toBe(true);
      expect(showPath(path)).not.toMatch(/\p{Cc}/u);
    }),
  );
});
