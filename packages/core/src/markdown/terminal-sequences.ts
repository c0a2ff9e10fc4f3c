/**
 * Titles, links and the clipboard, up to the mark that ends them; else colours and the cursor. None is looked for beyond the next one's
 * beginning, which ends a terminal's reading, too: so each letter is read a bounded number of times.
 */
const SEQUENCE =
  /\u001b\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:[;:]\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g;

/**
 * The text without what tells a terminal to colour, to move or to keep something. Takes time as the text is long, whatever it is: Node's
 * `stripVTControlCharacters` reads all that follows of each beginning of a title.
 */
export function removeTerminalSequences(text: string): string {
  return text.replaceAll(SEQUENCE, "");
}
