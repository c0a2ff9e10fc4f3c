import type { Command } from "commander";
import { expect, test } from "vitest";
import type { CliContext } from "./cli-context.ts";
import { createProgram } from "./create-program.ts";

const WIDTH = 100;
/** Examples and what is said below them are broken by hand. */
const LONGEST = 120;

test("no help is wider than a terminal mostly is, and all commands stand under a heading that tells something", async () => {
  const program = await createProgram(["--help"], {} as CliContext);
  const helps = listAll(program).map(readHelp);
  expect(helps.length).toBeGreaterThan(80);
  const lines = helps.flatMap((help) => help.split("\n"));
  expect(lines.filter((line) => line.length > LONGEST)).toEqual([]);
  expect(readHelp(program)).toContain("\nWork:\n  run ");
  expect(readHelp(program)).not.toContain("\nCommands:");
});

function listAll(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listAll)];
}

function readHelp(command: Command): string {
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => written.push(text), getOutHelpWidth: () => WIDTH });
  command.outputHelp();
  return written.join("");
}
