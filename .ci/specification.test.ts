import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCS = join(ROOT, "docs");
/** What of the specification's own names looks like a place of ours is said in its first column only. */
const ours = new RegExp(`^(${readdirSync(ROOT).join("|").replaceAll(".", "\\.")})/`);

const page = readFileSync(join(DOCS, "specification.md"), "utf8");

const places = page.split("\n").flatMap((line) => {
  const cells = line.startsWith("|") ? line.split("|").slice(2).join("|") : line;
  return [...cells.matchAll(/`([^`\s]+)`/g)].map(([, place = ""]) => place).filter((place) => ours.test(place));
});

test("the specification's page names places", () => {
  expect(places.length).toBeGreaterThan(40);
});

test.each([...new Set(places)])("%s is there", (place) => {
  const [path = "", symbol] = place.split("#");
  expect(existsSync(join(ROOT, path))).toBe(true);
  if (symbol !== undefined) {
    const declared = new RegExp(`^export (?:async )?(?:function|const|class|interface|type) ${symbol}\\b`, "m");
    expect(readFileSync(join(ROOT, path), "utf8")).toMatch(declared);
  }
});

const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = ""]) => link);

test.each([...new Set(links)])("the page's link %s leads somewhere", (link) => {
  expect(existsSync(join(DOCS, link))).toBe(true);
});
