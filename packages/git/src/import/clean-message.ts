/** Trailers that name people: `Signed-off-by`, `Co-authored-by`, `Reviewed-by`, `On-behalf-of`, `Cc`. */
const CLAIM = /^[ \t]*(?:[a-z]+(?:-[a-z]+)*-by|on-behalf-of|cc)[ \t]*:/i;
/** What moves a terminal's cursor, or hides from git what follows it. */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

/**
 * A commit's message without what it claims in other people's names, and without control characters. Forges take such lines
 * for contributions and consent, wherever in the message they stand.
 */
export function cleanMessage(message: string): string {
  const lines = message.replaceAll(/\r\n?/g, "\n").replaceAll(CONTROL, "").split("\n");
  const kept = lines.filter((line) => !CLAIM.test(line));
  return kept.length === lines.length ? lines.join("\n") : `${kept.join("\n").trimEnd()}\n`;
}
