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
