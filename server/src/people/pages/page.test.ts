import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { pathHere, readStyle } from "./page.ts";

test.each(["/", "/agent-tasks/483?tab=plan", "/sign-in/device?user_code=ABCD-1234", "/projects/a.b/settings/agents"])(
  "somebody may be sent back to %s",
  (path) => expect(pathHere(path, "/otherwise")).toBe(path),
);

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/%2f%2fevil.example",
  "/sign-in/../../evil",
  "/a/..",
  "/./a",
  "javascript:alert(1)",
  "/a\nb",
  "/a#b",
  `/${"a".repeat(2000)}`,
  undefined,
  {},
])("nobody is sent to %j", (path) => expect(pathHere(path, "/otherwise")).toBe("/otherwise"));

/** Of each theme, the colours by their names; the first block is the light one. */
function readTokens(css: string): Map<string, string>[] {
  const blocks = [...css.matchAll(/(?::root|\.dark) \{([^}]*)\}/g)].map(([, block = ""]) => block);
  return blocks.map(
    (block) =>
      new Map([...block.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, is]) => [name, is] as [string, string])),
  );
}

test("these pages have the web app's colours, in both themes", async () => {
  const [light, dark] = readTokens(
    await readFile(new URL("../../../../web/src/app/globals.css", import.meta.url), "utf8"),
  );
  const own = readTokens(readStyle());
  expect(own).toHaveLength(2);
  for (const [tokens, theirs] of [
    [own[0], light],
    [own[1], dark],
  ]) {
    const shared = [...(tokens ?? [])].filter(([name]) => theirs?.has(name));
    expect(shared.length).toBeGreaterThan(6);
    expect(shared).toEqual(shared.map(([name]) => [name, theirs?.get(name)]));
  }
});
