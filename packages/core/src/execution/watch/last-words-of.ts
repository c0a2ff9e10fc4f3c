import type { Transcript } from "./read-transcript.ts";

const SHOWN_CHARACTERS = 300;
/** No line that is shown is looked for further back. */
const LOOKED_AT_CHARACTERS = 4000;
/** What colours, moves and names in a terminal: by `[`, by `]` up to its end, and by one sign. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;

/** The last line that an agent put out, on stderr if there is any: untrusted, without what no terminal shows. null: it said nothing. */
export function lastWordsOf({ stderr, stdout }: Pick<Transcript, "stderr" | "stdout">): string | null {
  return lastLineOf(stderr) ?? lastLineOf(stdout);
}

function lastLineOf(output: string): string | null {
  const line = output
    .slice(-LOOKED_AT_CHARACTERS)
    .replaceAll(ESCAPES, "")
    .split(/[\r\n]/)
    .map((one) => one.replaceAll("\t", " ").replaceAll(UNSEEN, "").trim())
    .findLast((one) => one !== "");
  if (line === undefined) {
    return null;
  }
  const characters = [...line];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS - 1).join("")}…` : line;
}
