/** Trailers that name people: `Signed-off-by`, `Co-authored-by`, `Reviewed-by`, `On-behalf-of`, `Cc`. */
const CLAIM = /^[ \t]*(?:[a-z]+(?:-[a-z]+)*-by|on-behalf-of|cc)[ \t]*:/i;

/**
 * A commit's message without what it claims in other people's names. Forges take such lines for contributions and consent,
 * wherever in the message they stand.
 */
export function dropClaims(message: string): string {
  const lines = message.replaceAll("\0", "").replaceAll(/\r\n?/g, "\n").split("\n");
  const kept = lines.filter((line) => !CLAIM.test(line));
  return kept.length === lines.length ? lines.join("\n") : `${kept.join("\n").trimEnd()}\n`;
}
