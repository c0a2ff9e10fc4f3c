import type { CliConfig } from "../../config.ts";
import { formatPlural } from "../../output/words/format-quantity.ts";
import { type Finding, ok } from "../finding.ts";

/** How many executions run at once; further ones wait in order. */
export function checkPlaces({ places, limits, isPlacesSaid }: CliConfig): Finding {
  const each = `${limits.memoryMib} MiB and ${formatPlural(limits.cpus, "processor")} for each`;
  const why = isPlacesSaid ? "CATALYST_MAX_EXECUTIONS" : each;
  return ok("Places", `${formatPlural(places, "run")} at once, the rest waits in order (${why})`);
}
