import type { ParsedDocument } from "@catalyst/core";
import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";

/**
 * One YAML document, whoever wrote it: no aliases (a few lines of them would become gigabytes), no tags, no merge keys, no
 * name twice.
 */
export function parseYaml(text: string): ParsedDocument {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: "core",
      merge: false,
      uniqueKeys: true,
      logLevel: "error",
    });
    const found = [...document.errors, ...document.warnings, ...findAliases(document)];
    const problems = found.map(({ message, pos }) => ({ ...placeAt(lines, pos[0]), message: firstLine(message) }));
    const value: unknown = problems.length > 0 ? null : document.toJS({ maxAliasCount: 0 });
    return { value, problems, locate: (path, part) => locate({ document, lines }, path, part) };
  } catch (error) {
    const message = error instanceof RangeError ? "it is nested too deep" : firstLine((error as Error).message);
    return { value: null, problems: [{ line: 1, column: 1, message }], locate: () => null };
  }
}

function findAliases(document: Document): { message: string; pos: [number] }[] {
  const found: { message: string; pos: [number] }[] = [];
  visit(document, {
    Alias(_key, alias) {
      found.push({ message: "an alias (*name) is not accepted: write it out", pos: [alias.range?.[0] ?? 0] });
    },
  });
  return found;
}

function locate(
  { document, lines }: { document: Document; lines: LineCounter },
  path: readonly PropertyKey[],
  part: "name" | "value",
): ReturnType<ParsedDocument["locate"]> {
  for (let length = path.length; length >= 0; length--) {
    const node = findNode(document, path.slice(0, length), length === path.length ? part : "value");
    if (node?.range) {
      return placeAt(lines, node.range[0]);
    }
  }
  return null;
}

function findNode(document: Document, path: readonly PropertyKey[], part: "name" | "value"): Node | null {
  if (path.length === 0) {
    return document.contents;
  }
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (part === "name" && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
    return isNode(pair?.key) ? pair.key : null;
  }
  const value = document.getIn(path, true);
  return isNode(value) ? value : null;
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** The library's messages go on with a drawing of the line. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").replace(/ at line \d+, column \d+:?$/, "").slice(0, 300);
}
