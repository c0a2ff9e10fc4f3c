import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shellQuote } from "../output/words/shell-quote.ts";

const LAUNCHER = fileURLToPath(new URL("../../../catalyst", import.meta.url));

/** Hints say `catalyst`, and whoever has just cloned it called it by its path. null: it is found by that name. */
export function sayHowToFind(searched: string | undefined): string | null {
  const isFound = (searched ?? "").split(":").some((folder) => folder !== "" && isProgram(join(folder, "catalyst")));
  return isFound
    ? null
    : `For "catalyst" to be found: mkdir -p ~/.local/bin && ln -s ${shellQuote(LAUNCHER)} ~/.local/bin/ (or call it by its path)`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
