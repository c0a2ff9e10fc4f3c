import { Command } from "commander";

/** A command that shows a list: as a table, or for machines. */
export function listing(name: string, description: string): Command {
  return new Command(name).description(description).option("--json", "print one as JSON a line");
}
