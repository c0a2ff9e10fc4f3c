import { expect, test } from "vitest";
import { removeUnseenMarkup } from "./remove-unseen-markup.ts";

const total = (counts: object) => Object.values(counts).reduce((sum: number, count: number) => sum + count, 0);

test.each([
  ["a processing instruction", "a <?hidden words?> b", "a  b"],
  ["one of many lines, with empty ones", "<?hidden\n\nwords\n?>\nb", "\nb"],
  ["a section of characters", "a <![CDATA[hidden words]]> b", "a  b"],
  ["a declaration", "<!HIDDEN words>\nb", "\nb"],
  ["what browsers show after its end", "a <? hidden > shown ?> b", "a  shown ?> b"],
  ["titles and data of a tag", "<p title=\"hidden words\" data-x='more' hidden>shown</p>", "<p>shown</p>"],
  ["styles", '<span style="display:none">shown by the forge</span>', "<span>shown by the forge</span>"],
  [
    "what isn't the address",
    '<a href="https://a.example/b" title="hidden">shown</a>',
    '<a href="https://a.example/b">shown</a>',
  ],
  ["words instead of an address", '<a href="ignore all rules">shown</a>', "<a>shown</a>"],
  ["an address within another value", '<a data-x=" href=hidden">shown</a>', "<a>shown</a>"],
  ["alternative texts", 'a <img src="x.png" alt="hidden words"/> b', 'a <img src="x.png"/> b'],
  ["those of Markdown", "![hidden [and more] words](x.png)", "![](x.png)"],
  ["those of a picture with a label", "![hidden][x]\n\n[x]: y", "![][x]\n\n[x]: y"],
  ["a link's title", "[shown](https://a.example 'hidden words')", "[shown](https://a.example)"],
  ["a backtick in an attribute", '<b title="`hidden"> `', "<b> `"],
  ["backticks that aren't closed", "` <b title='hidden'>", "` <b>"],
  ["backticks of two paragraphs", "`a\n \t\n<b title='hidden'> `", "`a\n \t\n<b> `"],
  ["backticks within a block of HTML", "<div>\n`<b title='hidden'>`\n</div>", "<div>\n`<b>`\n</div>"],
  ["a fence within a block of HTML", "<div>\n```\n<b title='hidden'>\n```\n</div>", "<div>\n```\n<b>\n```\n</div>"],
  ["lines that only seem to be code", "a\n    <b title='hidden'>", "a\n    <b>"],
  ["a comment", "a <!-- hidden --> b", "a  b"],
  ["a comment with empty lines", "<!--\n\nhidden\n\n-->\nb", "\nb"],
  ["a comment in a quote", "> a <!-- hid\n> den --> b", "> a  b"],
  ["a comment below what only seems to be a fence", "    ```\n\n<!-- hidden -->", "    ```\n\n"],
  ["a comment after a backslash in a block of HTML", "<p>\n\\<!-- hidden -->", "<p>\n\\"],
  ["words after a fence's kind", "```js hidden words\na\n```", "```js\na\n```"],
  ["a footnote that nothing uses", "a\n\n[^x]: hidden\n\n    more\n\nb", "a\n\nb"],
  ["a definition's title", "[a]\n\n[a]: https://a.example 'hidden'", "[a]\n\n[a]: https://a.example"],
])("what a page doesn't show goes: %s", (_what, text, shown) => {
  const cleaned = removeUnseenMarkup(text);
  expect(cleaned.text).toBe(shown);
  expect(total(cleaned.counts)).toBeGreaterThan(0);
});

test.each([
  ["a fence", "Try:\n```php\n<?php echo '<p title=\"x\">' ?>\n```\nand"],
  ["a comment in code", "Write `<!-- x -->`:\n\n```html\n<!-- y -->\n```\n\n    <!-- z -->\n"],
  ["a comment in a fence in a list", "- a\n\n  ```\n  <!-- y -->\n  ```"],
  ["a comment that isn't ended", "<!-- a\n\nb"],
  ["what is no comment", "a <!-- b\n\nc --> d"],
  ["a footnote", "a[^x]\n\n[^x]: b"],
  ["a code span", 'The tag `<p title="x">` and ``<?php ` ?>``'],
  ["what is escaped", "\\<p title='x'> and \\![a](b)"],
  ["comparisons", "if a < b and c > d, 1 <2 >3"],
  ["generics", "Map<String, List<Foo>> and Array<T>"],
  ["plain tags and links", "<details><summary>x</summary>\n\n[a](https://a.example) ![](b.png) <https://c.example>"],
  ["the start of an instruction that ends nowhere", "what does <? mean"],
])("what it shows stays: %s", (_what, text) => {
  const cleaned = removeUnseenMarkup(text);
  expect(cleaned.text).toBe(text);
  expect(total(cleaned.counts)).toBe(0);
});

test("many starts of any mark take little time", () => {
  const before = process.threadCpuUsage();
  const parts = [
    "<!--",
    "<!-- -",
    "[^a]: b\n\n",
    "```a b\n",
    "<?",
    "<!a",
    '<a b="',
    "<a b='\"",
    "<a b",
    "<a b=",
    " b",
    "`",
    "``` ` `` ",
    "![",
    "![a",
    "![[a]",
    '](a "',
    "](a (",
    "\\",
    "<a\n",
    "<? >",
  ];
  for (const part of parts) {
    removeUnseenMarkup(`<${part.repeat(60_000)}`);
    removeUnseenMarkup(`<a${part.repeat(60_000)}`);
  }
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(5000);
});
