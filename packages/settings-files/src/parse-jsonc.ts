import type { ParsedDocument } from "@catalyst/core";
import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

/** JSON with comments and trailing commas, as devcontainer.json is written. */
export function parseJsonc(text: string): ParsedDocument {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
    const problems = errors.map(({ error, offset }) => ({ ...placeAt(text, offset), message: describe(error) }));
    return {
      value: root === undefined || problems.length > 0 ? null : getNodeValue(root),
      problems,
      locate: (path, part) => locate({ text, root }, path, part),
    };
  } catch {
    const problem = { line: 1, column: 1, message: "it is nested too deep" };
    return { value: null, problems: [problem], locate: () => null };
  }
}

function locate(
  { text, root }: { text: string; root: Node | undefined },
  path: readonly PropertyKey[],
  part: "name" | "value",
): ReturnType<ParsedDocument["locate"]> {
  for (let length = path.length; root !== undefined && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as JSONPath);
    if (node !== undefined) {
      const isName = part === "name" && length === path.length && node.parent?.type === "property";
      return placeAt(text, isName ? (node.parent?.offset ?? node.offset) : node.offset);
    }
  }
  return null;
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** `CommaExpected` as words. */
function describe(error: number): string {
  return printParseErrorCode(error as never)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}
