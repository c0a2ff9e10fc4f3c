import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SPECIFICATION = "docs/specification.md";
/** A place of ours; what else is in the style of code is a name, a command, a path in a home or the specification's own word. */
const ours = /^(packages|docs|e2e|bench|\.ci)\/|^\w+\/src\b/;
const files = globSync(["**/*.{ts,tsx}", ".ci/**/*.ts"], {
  cwd: ROOT,
  exclude: (name) => name.endsWith("node_modules"),
});

const readPage = (page: string) => readFileSync(join(ROOT, page), "utf8");

/** What stands in the style of code on a page; of a table of the specification, all but its first column, which is its own words. */
function quoted(page: string): string[] {
  const words = readPage(page)
    .split("\n")
    .map((line) => (page === SPECIFICATION && line.startsWith("|") ? line.split("|").slice(2).join("|") : line));
  return [...words.join("\n").matchAll(/`([^`\s*<>{}]+)`/g)].map(([, word = ""]) => word);
}

describe.each(["AGENTS.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", SPECIFICATION])("%s", (page) => {
  const places = [...new Set(quoted(page).filter((word) => ours.test(word)))];
  const parts = [...new Set(quoted(page).filter((word) => /\w\.ts$/.test(word) && !ours.test(word)))];
  const links = [...new Set([...readPage(page).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = ""]) => link))];

  test("names places that are there, and what they declare", () => {
    for (const place of places) {
      const [path = "", symbol] = place.split("#");
      expect(existsSync(join(ROOT, path)), place).toBe(true);
      if (symbol !== undefined) {
        const declared = new RegExp(`^export (?:async )?(?:function|const|class|interface|type) ${symbol}\\b`, "m");
        expect(readFileSync(join(ROOT, path), "utf8"), place).toMatch(declared);
      }
    }
  });

  test("names files by the end of their path", () => {
    expect(parts.filter((part) => !files.some((file) => `/${file}`.endsWith(`/${part}`)))).toEqual([]);
  });

  test("links to what is there", () => {
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });
});

test.each(globSync("docs/{adr,guide,spikes}/*.md", { cwd: ROOT }))(
  "%s names files by the end of their path",
  (page) => {
    const named = quoted(page).filter((word) => /\w\.tsx?(#\w+)?$/.test(word));
    expect(named.filter((word) => !files.some((file) => `/${file}`.endsWith(`/${word.split("#")[0]}`)))).toEqual([]);
  },
);

test("the specification's page names many places", () => {
  expect(quoted(SPECIFICATION).filter((word) => ours.test(word)).length).toBeGreaterThan(40);
});

test("what whoever changes this repository reads first is short", () => {
  expect(readPage("AGENTS.md").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});
