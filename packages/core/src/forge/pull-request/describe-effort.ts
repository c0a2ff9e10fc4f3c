import { codeLine } from "../text/plain-text.ts";
import { sayDuration } from "../text/say-duration.ts";

/** What work took. */
export interface Effort {
  milliseconds: number;
  /** null: nothing was asked of a model, or its price isn't known. */
  usd: number | null;
  /** Hosts that weren't reached, as the project doesn't allow them. */
  blockedHosts: readonly string[];
}

const MAX_HOSTS = 10;

/** One line each of what it took, and of what it wasn't let reach. */
export function describeEffort({ milliseconds, usd, blockedHosts }: Effort): string[] {
  const cost = usd === null ? "" : `, $${usd.toFixed(2)}`;
  const more = blockedHosts.length > MAX_HOSTS ? ` and ${blockedHosts.length - MAX_HOSTS} more` : "";
  const hosts = blockedHosts.slice(0, MAX_HOSTS).map(codeLine).join(", ");
  return [
    `- It took ${sayDuration(milliseconds)}${cost}`,
    ...(blockedHosts.length === 0 ? [] : [`- Not reached, as the project doesn't allow it: ${hosts}${more}`]),
  ];
}
