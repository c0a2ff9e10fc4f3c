import type { Stage } from "../open-stage.ts";
import type { Show } from "./show.ts";

/** What looks at Catalyst's comment on an issue and shows what is new in it since; returns it, or null: there is none. */
export function followComment({ stage, number, show }: { stage: Stage; number: number; show: Show }) {
  const startedAt = Date.now();
  const { peer } = stage;
  let shown: string | null = null;
  return (): string | null => {
    const issue = peer.repository("acme/shop").issues.find((one) => one.number === number);
    const body = issue?.comments.find(({ author }) => author.id === peer.app.bot.id)?.body ?? null;
    if (body !== null && body !== shown) {
      show.line(`  ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      show.quote(whatIsNew(body, shown));
      shown = body;
    }
    return body;
  };
}

/** Its heading, and the lines that it hadn't. */
function whatIsNew(body: string, before: string | null): string {
  if (before === null) {
    return body;
  }
  const known = new Set(before.split("\n"));
  return body
    .split("\n")
    .filter((line) => line.startsWith("### ") || !known.has(line))
    .join("\n");
}
