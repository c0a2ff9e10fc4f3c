/** Trailers that name people: `Signed-off-by`, `Co-authored-by`, `Reviewed-by`, `On-behalf-of`, `Cc`; and the one that is ours. */
const CLAIM = /^[ \t]*(?:[a-z]+(?:-[a-z]+)*-by|on-behalf-of|cc|catalyst-task)[ \t]*:/i;
/** A trailer by which a forge runs no checks. */
const UNCHECKED = /^[ \t]*skip-checks[ \t]*:/i;
/** What says the same amid other words: `[skip ci]`, `[ci skip]`, `[skip actions]`, `[CF-Pages-Skip]`, `***NO_CI***`. */
const SKIP =
  /\[[ \t]{0,3}(skip[ \t_-]{1,3}[\w.-]{1,30}|[\w.-]{1,30}[ \t_-]{1,3}skip|no[ \t_-]{1,3}ci)[ \t]{0,3}\]|\*{3,}(no_ci)\*{3,}/gi;
/** What moves a terminal's cursor, or hides from git what follows it. */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

/**
 * A commit's message without what it claims in other people's names, without what tells a forge to run no checks, and without
 * control characters. Forges take such lines for contributions and consent, wherever in the message they stand.
 */
export function cleanMessage(message: string): string {
  const text = message.replaceAll(/\r\n?/g, "\n").replaceAll(CONTROL, "");
  // Brackets of another kind remain, so that nothing around them is put together to the same.
  const lines = text.replaceAll(SKIP, (_found, named, starred) => `(${named ?? starred})`).split("\n");
  const kept = lines.filter((line) => !CLAIM.test(line) && !UNCHECKED.test(line));
  return kept.length === lines.length ? lines.join("\n") : `${kept.join("\n").trimEnd()}\n`;
}
