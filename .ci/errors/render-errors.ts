import { CatalystErrorCode, Way } from "@catalyst/core";
import { sayCode } from "../../cli/src/output/words/say-code.ts";
import { sayWay } from "../../cli/src/output/words/ways-out.ts";
import { sayOnForge } from "../../packages/core/src/status-comment/text/forge-ways.ts";
import { sayCode as sayCodeToModel } from "../../packages/mcp/src/words/say-code.ts";
import { sayStoredWay } from "../../packages/mcp/src/words/ways-out.ts";
import { sayWay as sayOnPage } from "../../web/src/words/say-way.ts";
import { sampleValues } from "./sample-values.ts";

/** What each face says of one way out. */
export interface SaidWay {
  way: Way;
  terminal: string | null;
  page: string | null;
  forge: string | null;
  model: string | null;
}

/** Every way out, in every form that says something else. */
export function sayEveryWay(): SaidWay[] {
  const ways = Way.options.flatMap((option) => sampleValues(option).map((value) => Way.parse(value)));
  const said = ways.map((way) => ({
    way,
    terminal: sayWay(way),
    page: sayOnPage(way),
    forge: sayOnForge(way),
    model: sayStoredWay(way),
  }));
  const wordsOf = ({ way, ...words }: SaidWay) => JSON.stringify([way.kind, words]);
  return said.filter((one, at) => said.findIndex((other) => wordsOf(other) === wordsOf(one)) === at);
}

const HEAD = `# What is said of everything that goes wrong

This page is made by \`npm run docs:errors\`, of the code and of every way out in every form that says something else; a test holds it.
Names and numbers in it are examples. What is wrong stands before it, in the message itself; this is what to do next. An error
without a way of its own has the sentence of its code. Where a dash stands, nothing is said beside the message.
`;

/** The page of all codes and ways, as each face says them. */
export function renderErrors(): string {
  const codes = CatalystErrorCode.options.map((code) => [`\`${code}\``, sayCode(code, ""), sayCodeToModel(code)]);
  const ways = sayEveryWay().map(({ way, terminal, page, forge, model }) => [
    `\`${way.kind}\``,
    terminal,
    page,
    forge,
    model,
  ]);
  return [
    HEAD,
    "## By code, where nothing more is known\n",
    renderTable(["code", "terminal", "a model, over MCP"], codes),
    "\n## By way out\n",
    renderTable(["way", "terminal", "web", "GitHub", "a model, over MCP"], ways),
    "",
  ].join("\n");
}

function renderTable(head: string[], rows: (string | null)[][]): string {
  const line = (cells: (string | null)[]) => `| ${cells.map(renderCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function renderCell(text: string | null): string {
  return text === null ? "-" : text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");
}
