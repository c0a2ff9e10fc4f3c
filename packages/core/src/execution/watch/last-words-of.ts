import { removeTerminalSequences } from "../../markdown/terminal-sequences.ts";
import type { Transcript } from "./read-transcript.ts";

const SHOWN_CHARACTERS = 300;
/** No line that is shown is looked for further back. */
const LOOKED_AT_CHARACTERS = 4000;
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/** The last line that an agent put out, on stderr if there is any: untrusted, without what no terminal shows. null: it said nothing. */
export function lastWordsOf({ stderr, stdout }: Pick<Transcript, "stderr" | "stdout">): string | null {
  return lastLineOf(stderr) ?? lastLineOf(stdout);
}

function lastLineOf(output: string): string | null {
  const line = removeTerminalSequences(output.slice(-LOOKED_AT_CHARACTERS))
    .split(/[\r\n]/)
    .map((one) => one.replaceAll("\t", " ").replaceAll(UNSEEN, "").trim())
    .findLast((one) => one !== "");
  if (line === undefined) {
    return null;
  }
  const characters = [...line];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS - 1).join("")}…` : line;
}
