import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AnsiText } from "./ansi-text.tsx";
import { Markdown } from "./markdown.tsx";

const HOSTILE = [
  "<script>alert(1)</script>",
  '<img src="https://evil.example/a.png" onerror="alert(1)">',
  "![look](https://evil.example/b.png)",
  "[click](javascript:alert(1))",
  "[data](data:text/html,<script>alert(1)</script>)",
  '<a href="https://evil.example" style="position:fixed;inset:0">x</a>',
  "<https://evil.example/c>",
  '<iframe src="https://evil.example"></iframe>',
  '<form action="https://evil.example"><input name="password"></form>',
].join("\n\n");

test("markdown of others loads nothing, runs nothing, and leads nowhere without saying so", () => {
  const html = renderToStaticMarkup(<Markdown text={HOSTILE} />);
  expect(html).not.toMatch(
    /<(script|img|iframe|form|input|style)\b|onerror|style=|(?:href|src)="(?:javascript|data):/i,
  );
  expect(html.match(/<a [^>]*>/g)).toEqual([
    expect.not.stringContaining("href"),
    expect.not.stringContaining("href"),
    expect.stringContaining('href="https://evil.example/c" target="_blank" rel="noopener noreferrer nofollow"'),
  ]);
});

test("what a program wrote for a terminal is text, whatever it has", () => {
  const html = renderToStaticMarkup(
    <AnsiText
      text={"\u001b[31m<img src=x onerror=alert(1)>\u001b[0m\u202eevil\u001b]8;;https://evil.example\u0007x"}
    />,
  );
  expect(html).toContain('class="text-bad">&lt;img src=x onerror=alert(1)&gt;</span>');
  expect(html).toContain("⟨U+202E⟩");
  expect(html).not.toContain("href");
});

const LENGTH = 60_000;
const KNOTS = {
  quotes: ">".repeat(LENGTH),
  lists: "- ".repeat(LENGTH / 2),
  "numbered lists": "1. ".repeat(LENGTH / 3),
  footnotes: "[^a]: ".repeat(LENGTH / 6),
  "lists below each other": Array.from({ length: 200 }, (_, depth) => `${" ".repeat(2 * depth)}- a`).join("\n"),
  stars: `${"*".repeat(LENGTH / 2)}a${"*".repeat(LENGTH / 2)}`,
  emphasis: `${"*a _b ".repeat(LENGTH / 12)}${"_ *".repeat(LENGTH / 12)}`,
  comments: "<!-- ".repeat(LENGTH / 5),
  titles: '[a](b "'.repeat(LENGTH / 7),
  ticks: Array.from({ length: 300 }, (_, length) => "`".repeat(length)).join(" "),
  cells: `${"|a".repeat(LENGTH / 6)}\n${"|-".repeat(LENGTH / 6)}\n${"|b".repeat(LENGTH / 6)}`,
  "what isn't seen": "\u200b".repeat(LENGTH),
};

test.each(Object.entries(KNOTS))(
  "what would hold up or end its reader is shown as it was written: %s",
  (_name, text) => {
    expect(renderToStaticMarkup(<Markdown text={text} />)).toMatch(
      /^<div class="break-words"><p class="whitespace-pre-wrap">/,
    );
  },
);

test("a long plan with code, lists and a table is markdown all the same", () => {
  const section = [
    "## Step\n\n1. Do **this** in `a_file_name.ts`\n   - see [there](https://example.com/a_b)\n     > as it *says*\n",
    `\`\`\`python\n${"some_name = other_name[0] * two_words\n".repeat(40)}\`\`\`\n`,
    `| a | b | c |\n|---|---|---|\n${"| **x** | `y_z` | [l](https://example.com) |\n".repeat(20)}\n`,
  ].join("\n");
  const html = renderToStaticMarkup(<Markdown text={section.repeat(15)} />);
  expect(html.match(/<table/g)).toHaveLength(15);
  expect(html).toContain("<strong>this</strong>");
});
