import { CatalystError } from "@catalyst/core/apart";

const MAX_SECONDS = 24 * 3600;
const UNIT_SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** Reads `30m`, `2h`, `90s`, `1h30m` as seconds. Throws `invalid_input`. */
export function parseTimeout(text: string): number {
  const parts = [...text.matchAll(/(\d{1,6})([hms])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text;
  const seconds = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_SECONDS[unit as string] as number),
    0,
  );
  if (!isWhole || seconds < 1 || seconds > MAX_SECONDS) {
    throw new CatalystError(
      "invalid_input",
      `Reading the time limit "${text}" failed: give it with its unit, at most 24h. For example: --timeout 30m, --timeout 1h30m`,
    );
  }
  return seconds;
}
