import { plainLine } from "../../notification/notice.ts";

const MAX_LINE = 200;
const MAX_LINES = 40;

/** Words of anybody on one line, as code: nothing in them mentions, closes, links, commands or formats. */
export function codeLine(text: string): string {
  const line = plainLine(text);
  const fence = "`".repeat(longestRun(line) + 1);
  // A blank beside the mark is taken off again where there is one on both sides.
  return line === "" ? "" : `${fence} ${line} ${fence}`.replaceAll(/^(`+) (?=[^`])(.*[^`]) \1$/g, "$1$2$1");
}

/** Words of anybody as they are, cut to their first lines. Nothing in them mentions, closes, links, commands or formats. */
export function codeBlock(text: string): string {
  const all = text.slice(0, MAX_LINE * MAX_LINES * 4).split(/\r\n|[\n\r\u2028\u2029]/u);
  const lines = all.map((line) => readable(line).trimEnd()).filter((line, at) => line !== "" || at > 0);
  const shown = lines.slice(0, MAX_LINES);
  const block = [...shown, ...(lines.length > shown.length ? ["…"] : [])].join("\n").trimEnd();
  const fence = "`".repeat(Math.max(3, longestRun(block) + 1));
  return block === "" ? "" : `${fence}text\n${block}\n${fence}`;
}

function readable(line: string): string {
  const visible = line.replaceAll("\t", "    ").replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, "");
  const characters = [...visible.toWellFormed()];
  return characters.length > MAX_LINE ? `${characters.slice(0, MAX_LINE - 1).join("")}…` : characters.join("");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
