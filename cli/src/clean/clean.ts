import { askForSweep, KEPT_KINDS, type KeptKind, type Swept } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { formatCount, formatPlural } from "../output/format-quantity.ts";
import { awaitingWorker } from "../up/awaiting-worker.ts";
import { type DropSetupsOptions, dropKeptSetups } from "./drop-kept-setups.ts";

/** What can be removed before its time, by its option. */
const BEFORE_TIME = ["results", "quarantines", "mirrors", "agents", "sessions", "events"] as const satisfies KeptKind[];

/** The options of `clean` as commander gives them. */
export type CleanOptions = DropSetupsOptions & { setupCache?: boolean } & Partial<
    Record<(typeof BEFORE_TIME)[number], boolean>
  >;

/** Removes what has had its time, or all of some kinds that nothing uses, and says what. */
export async function clean(options: CleanOptions, context: CliContext): Promise<void> {
  if (options.setupCache === true) {
    await dropKeptSetups(options, context);
    return;
  }
  const kinds = BEFORE_TIME.filter((kind) => options[kind] === true);
  const isNamed = kinds.length > 0;
  const { removed } = await withStores(context, (stores) =>
    askForSweep({ kinds: isNamed ? kinds : null }, awaitingWorker(context, stores)),
  );
  if (options.json === true) {
    context.output.json({ removed });
  } else {
    context.output.data(describe(removed, isNamed));
  }
}

function describe(swept: Swept, isNamed: boolean): string {
  const parts = (Object.keys(KEPT_KINDS) as KeptKind[])
    .filter((kind) => swept[kind] > 0)
    .map((kind) => count(kind, swept[kind]));
  if (parts.length === 0) {
    return isNamed ? "Nothing to remove." : "Nothing has had its time. How long: catalyst doctor";
  }
  return `Removed: ${parts.join(", ")}.`;
}

function count(kind: KeptKind, removed: number): string {
  switch (kind) {
    case "agents":
      return formatPlural(removed, "version of an agent", "versions of agents");
    case "setups":
      return formatPlural(removed, "kept setup");
    case "results":
      return formatPlural(removed, "kept result");
    case "refs":
      return formatPlural(removed, "ref of a result", "refs of results");
    default:
      return `${formatCount(removed)} ${removed === 1 ? kind.slice(0, -1) : kind}`;
  }
}
