import type { Output } from "../output.ts";
import { cleanTerminalLine } from "../words/clean-terminal-text.ts";
import { formatElapsed } from "../words/format-quantity.ts";

const TICK_MILLISECONDS = 200;

/** Says what is done and how long it takes; `report` names what is being done at the moment. */
export async function showProgress<Result>(
  doing: string,
  output: Output,
  work: (report: (detail: string) => void) => Promise<Result>,
): Promise<Result> {
  const what = cleanTerminalLine(doing, 120);
  const startedAt = Date.now();
  let detail = "";
  if (!output.isInteractive) {
    output.say(`${what} …`);
  }
  const draw = () =>
    output.status(`${what} … ${formatElapsed(Date.now() - startedAt)}${detail === "" ? "" : `  ${detail}`}`);
  draw();
  const ticker = setInterval(draw, TICK_MILLISECONDS);
  try {
    const result = await work((text) => {
      detail = cleanTerminalLine(text, 80);
    });
    output.status(null);
    output.say(`${what}: done (${formatElapsed(Date.now() - startedAt)})`);
    return result;
  } finally {
    clearInterval(ticker);
    output.status(null);
  }
}
