import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { neutralize } from "./neutralize.ts";

const OURS = "https://forge.example/acme/shop";

/** As a forge shows it. */
function render(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** What a forge could make something of. */
function listLive(markdown: string): string[] {
  const html = render(markdown).replaceAll(/<(pre|code)(?: [^>]*)?>[\s\S]*?<\/\1>/g, "\n¤\n");
  const tags = html.match(/<[^>]*>/g) ?? [];
  const harmless =
    /^<\/?(?:p|[uo]l(?: start="\d+")?|li|em|strong|del|blockquote|h[1-6]|hr|br|table|thead|tbody|tr|t[hd](?: align="\w+")?|a|input [^>]*)(?: \/)?>$/;
  const addresses = new RegExp(`<a href="(${OURS}[^"]*)">\\1</a>`, "g");
  const words = decode(html.replaceAll(addresses, "https:").replaceAll(/<[^>]*>/g, ""));
  return [
    ...tags.filter((tag) => !harmless.test(tag) && !tag.startsWith(`<a href="${OURS}`)),
    ...(words.match(/@[\w-]/g) ?? []),
    ...(words.match(/(?<!\p{L})(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:[\w/.-]*#\d|GH-\d|https?:)/giu) ?? []),
    ...(words.match(/[\w-]\/[\w-]+#\d|(?<![\w.])\/catalyst|^\s*\/[a-z]/gm) ?? []),
  ];
}

function decode(html: string): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return html.replaceAll(/&(\w+);/g, (whole, name: string) => named[name] ?? whole);
}

const seen = (text: string) => text.replaceAll("\u200b", "");

test.each([
  ["mentions", "Ask @ann, @acme/team and ann@example.org; \\@bob &#64;eve **@**x"],
  [
    "words that close",
    "Fixes #1, closes: acme/shop#2, Resolved\nGH-3, fix https://forge.example/acme/shop/issues/4 **Closes** **#5**",
  ],
  ["a quoted one", "> fixes\n> #1"],
  ["commands", "/catalyst run\n> /approve\n- /merge\nor /catalyst stop"],
  ["HTML", '<b>x</b> <img src="https://x.example/a.png"> <!-- hidden --> <details>\n\n<div\nonclick=x>'],
  ["HTML that hides what follows", "<!--\n\n@ann\n"],
  ["images", "![a](https://x.example/?q=secret) ![a][b]\n\n[b]: https://x.example/a.png"],
  ["links", "[a](https://x.example) [b] <https://x.example> https://x.example www.x.example\n\n[b]: https://x.example"],
  ["footnotes", "a[^1]\n\n[^1]: @ann\n\n    https://x.example"],
  ["what only seems to be code", "`a\n\n@ann`, \\`@ann`, ``a` @ann`"],
  ["a cell of a table", "|a|b|\n|-|-|\n|`x|@ann`|"],
  ["a definition before a fence", "[x]: y\n    ```\n\n@ann\n\n    ```"],
])("nothing is live: %s", (_what, text) => {
  expect(listLive(text)).not.toEqual([]);
  expect(listLive(neutralize(text))).toEqual([]);
  expect(seen(neutralize(text))).toBe(text);
});

test("whatever an agent writes, nothing of it is live, and all of it is read as it was written", {
  timeout: 120_000,
}, () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."`~>-*_<>[]()!\\|#=:&;./@ \n\t1a",
      ...["\n\n", "```", "~~~", "    ", "](", "]:", "![", "[^a]", "&#64;", "&commat;", "<!--", "-->", "<a ", "<p>"],
      ...["@ann", "fixes ", "#1", "acme/shop#2", "GH-3", "/catalyst", "https://x.example", "www.x.example", OURS],
      ...["a|b\n-|-\n", "- ", "1. ", "> ", `](${OURS}/a)`, `${OURS}@x.example`, "a@b.example"],
    ),
    fc.string({ unit: "binary", maxLength: 2 }),
  );
  const text = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (written) => {
      const posted = neutralize(written, { links: [OURS] });
      expect(listLive(posted), posted).toEqual([]);
      // What we write below stands for itself.
      expect(render(`${posted}\n\nCloses #7`), posted).toMatch(/<p>Closes #7<\/p>\s*$/);
    }),
    { numRuns: 300 },
  );
});

test("links to where they may lead stay, whatever their words", () => {
  const text = `[See](${OURS}/blob/x/a.ts#L3), ${OURS}/pull/7. [Not](${OURS}2) [nor](https://forge.example) ${OURS}/../../eve`;
  const html = render(neutralize(text, { links: [OURS] }));
  expect(html.match(/href="[^"]*"/g)).toEqual([`href="${OURS}/blob/x/a.ts#L3"`, `href="${OURS}/pull/7"`]);
});

test("code is shown as it was written, and what is fenced in is no picture and no change to be made by a click", () => {
  const code = "Use `@scope/x` or `<T>`:\n\n```ts\n@Injectable() // fixes #1, https://x.example\n```\n";
  expect(neutralize(code)).toBe(code);
  expect(neutralize("```suggestion\na\n```")).toBe("```\na\n```");
  expect(neutralize("~~~ Mermaid {x}\na\n~~~")).toBe("~~~\na\n~~~");
});

test("characters that nobody sees are not posted", () => {
  expect(neutralize("a\u202eb\u200bc\u0000\u{e0041}")).toBe("abc");
});

test("what is shaped as a key isn't posted, in code neither", () => {
  const keys = [
    `ghs_${"a1".repeat(18)}`,
    `github_pat_${"a1".repeat(30)}`,
    `sk-ant-api03-${"a-1".repeat(30)}`,
    `AKIA${"A1".repeat(8)}`,
    `eyJ${"a1".repeat(10)}.eyJ${"a1".repeat(10)}.${"a1".repeat(10)}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${"a1".repeat(40)}\n-----END RSA PRIVATE KEY-----`,
  ];
  for (const key of keys) {
    expect(neutralize(`It is \`${key}\`.`)).toBe("It is `(secret left out)`.");
    expect(neutralize(`\`\`\`\n${key}\n\`\`\``)).toBe("```\n(secret left out)\n```");
  }
  expect(seen(neutralize("postgres://u:passw0rd@db/x"))).toBe("postgres://u:(secret left out)@db/x");
});

test("a text without end is cut, and says so", () => {
  const posted = neutralize(`\`\`\`\n${"@".repeat(1_000_000)}`);
  expect(posted.length).toBeLessThan(50_000);
  expect(posted).toContain("left out: it is too long.");
});

test("the time grows with the text's length alone", { timeout: 120_000 }, () => {
  const measure = (text: string) => {
    const before = process.threadCpuUsage();
    neutralize(text, { links: [OURS] });
    return process.threadCpuUsage(before).user;
  };
  const cpu = (text: string) => Math.min(measure(text), measure(text), measure(text));
  const parts = [
    "@",
    "fixes ",
    "a/",
    "a.",
    "a#1",
    "](",
    `](${OURS}`,
    "`",
    "` ",
    "```\n",
    "> ",
    "1. ",
    "sk-",
    "eyJ",
    "://a:",
    "a:",
    "a://",
  ];
  for (const part of [...parts, "-----BEGIN PRIVATE KEY-----", "fixes (((", " \n", "x\n", "/", "\u200b", "[a]: b\n"]) {
    const text = (length: number) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
    const small = cpu(text(6_000));
    // Four times as much would be sixteen times the work where each part looked at all others.
    expect(cpu(text(24_000)) / Math.max(small, 10_000), part).toBeLessThan(12);
  }
});
