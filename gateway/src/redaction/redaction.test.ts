import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createByteFinder, createChunkRedactor, redactText } from "./redact-chunks.ts";
import { MIN_DANGLING_LENGTH, redactContinued } from "./redact-continued.ts";
import { createSecretFinder, type SecretFinder } from "./secret-finder.ts";
import { secretPatterns } from "./secret-patterns.ts";

const finderOf = (...secrets: string[]) => createSecretFinder(secretPatterns(secrets));

const SECRET = 'sk-ant-"canary"/+=\\ü0123456789';
const finder = finderOf(SECRET);

/** Keys as providers and people make them, quotes, slashes and letters beyond ASCII included. */
const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_/+="\\%é€ '), minLength: 12, maxLength: 60 });
const surrounding = fc.string({ maxLength: 40 });

/** Every spelling that is promised to be found. */
const spellings: [string, (text: string) => string][] = [
  ["as it is", (text) => text],
  ["JSON-escaped", (text) => JSON.stringify(text).slice(1, -1)],
  ["URL-encoded", encodeURIComponent],
  ["in lower-case hexadecimal", (text) => Buffer.from(text).toString("hex")],
  ["in upper-case hexadecimal", (text) => Buffer.from(text).toString("hex").toUpperCase()],
];

describe("in one text", () => {
  test.each(spellings)("a secret is masked %s", (_name, spell) => {
    fc.assert(
      fc.property(secret, surrounding, surrounding, (key, before, after) => {
        expect(redactText(before + spell(key) + after, finderOf(key))).not.toContain(spell(key));
      }),
    );
  });

  test.each(["base64", "base64url"] as const)(
    "a secret is masked in %s, wherever it stands in the encoded text",
    (encoding) => {
      fc.assert(
        fc.property(secret, surrounding, surrounding, (key, before, after) => {
          const masked = redactText(Buffer.from(before + key + after).toString(encoding), finderOf(key));
          const decoded = Buffer.from(masked.replaceAll(/[[\]*]/g, "A"), "base64").toString();
          expect(decoded).not.toContain(key.slice(2, -2));
          expect(masked).toContain("*");
        }),
        {
          examples: [
            ["a".repeat(20), "", ""],
            ["a".repeat(20), "x", "y"],
            ["a".repeat(20), "xx", "yy"],
          ],
        },
      );
    },
  );

  test("a text without a secret stays as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes("canary"));
        expect(redactText(text, finder)).toBe(text);
      }),
    );
  });

  test("a masked text is as long as it was", () => {
    fc.assert(
      fc.property(surrounding, surrounding, (before, after) => {
        const text = before + SECRET + after;
        expect(redactText(text, finder)).toHaveLength(text.length);
      }),
    );
  });

  test("too short a secret is not looked for", () => {
    expect(secretPatterns(["", "abc"])).toEqual([]);
  });
});

/** A text cut into pieces at any places. */
function pieces(text: string, cuts: number[]): string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end));
}

describe("across chunks of bytes", () => {
  test("a secret is masked wherever the bytes are cut, and nothing else changes", () => {
    fc.assert(
      fc.property(surrounding, surrounding, fc.array(fc.nat(), { maxLength: 20 }), (before, after, cuts) => {
        const bytes = Buffer.from(before + SECRET + after).toString("latin1");
        const redactor = createChunkRedactor(createByteFinder([SECRET]));
        const out = pieces(bytes, cuts).map((piece) => redactor.push(Buffer.from(piece, "latin1")));
        const text = Buffer.concat([...out, redactor.end()]).toString();
        expect(text).toBe(before + "[redacted]".padEnd(Buffer.byteLength(SECRET), "*") + after);
      }),
    );
  });

  test("a beginning that comes to nothing is passed on", () => {
    const redactor = createChunkRedactor(createByteFinder([SECRET]));
    expect(redactor.push(Buffer.from(`x${SECRET.slice(0, 8)}`)).toString()).toBe("x");
    expect(redactor.push(Buffer.from("!")).toString()).toBe(`${SECRET.slice(0, 8)}!`);
  });
});

describe("across stored pieces", () => {
  function redactPieces(texts: string[], ofFinder: SecretFinder): string[] {
    let before = "";
    return texts.map((text) => {
      const result = redactContinued({ text, before }, ofFinder);
      before = result.before;
      return result.text;
    });
  }

  test("of a torn secret no more stays readable than its first characters", () => {
    fc.assert(
      fc.property(
        secret,
        fc.tuple(surrounding, surrounding),
        fc.array(fc.nat(), { maxLength: 20 }),
        (key, [before, after], cuts) => {
          fc.pre(!(before + after).includes(key.slice(MIN_DANGLING_LENGTH - 1)));
          const joined = redactPieces(pieces(before + key + after, cuts), finderOf(key)).join("");
          expect(joined).not.toContain(key.slice(MIN_DANGLING_LENGTH - 1));
        },
      ),
    );
  });

  test("a secret sent one character at a time is masked from the first telling one on", () => {
    expect(redactPieces([..."sk-ant-0123456789"], finderOf("sk-ant-0123456789")).join("")).toBe(
      `sk-an${"*".repeat(12)}`,
    );
  });

  test("a piece that ends like a secret begins loses that end only", () => {
    expect(redactPieces(["see sk-ant-", "hill"], finderOf("sk-ant-0123456789"))).toEqual(["see *******", "hill"]);
  });
});
