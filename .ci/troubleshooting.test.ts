import { glob, readFile } from "node:fs/promises";
import { expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url);
const SOURCES = "{packages,server,worker,gateway,runner,web,cli}/**/*.{ts,tsx}";
const MIN_CHARACTERS = 8;

/** What stands between two gaps of a message, without what a sentence ends with. */
function piecesOf(message: string): string[] {
  return message
    .split("…")
    .map((piece) => piece.trim().replace(/^[.:,]+\s*|[.:,]$/g, ""))
    .filter((piece) => piece.length >= MIN_CHARACTERS);
}

test("each message that the guide explains is one that is said", async () => {
  const guide = await readFile(new URL("docs/guide/troubleshooting.md", ROOT), "utf8");
  const first = [...guide.matchAll(/^\| (?!it says|---)([^|]+) \|/gm)];
  const pieces = first.flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, message = ""]) => piecesOf(message)),
  );
  expect(pieces.length).toBeGreaterThan(20);
  const missing = new Set(pieces);
  for await (const name of glob(SOURCES, { cwd: ROOT, exclude: ["**/node_modules/**", "**/*.test.*"] })) {
    const text = await readFile(new URL(name, ROOT), "utf8");
    for (const piece of missing) {
      if (text.includes(piece)) {
        missing.delete(piece);
      }
    }
  }
  expect([...missing]).toEqual([]);
});
