/** What closes an issue on a forge once it is merged. Each part is bounded, so that it takes time as the message is long. */
const CLOSING =
  /(?<!\p{L})(close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?\s{1,20}(?:(?:[\w.-]{1,100}\/[\w.-]{1,100})?#\d|GH-\d|https?:\/\/))/giu;

/** A cleaned message as a forge may show it: no word of it closes an issue, and its last lines are these. */
export function endMessage(message: string, trailers: readonly string[]): string {
  const text = message.replaceAll(CLOSING, "$1 issue").trimEnd();
  const parts = [text, trailers.join("\n")].filter((part) => part !== "");
  return `${parts.join("\n\n")}\n`;
}
