import { KEPT_KINDS, type KeptKind, type Retention, type Swept, sweep } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { formatCount, formatPlural } from "../output/format-quantity.ts";
import { type DropSetupsOptions, dropKeptSetups } from "./drop-kept-setups.ts";
import { openSweep } from "./open-sweep.ts";

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
  const config = await context.readConfig();
  const kinds = BEFORE_TIME.filter((kind) => options[kind] === true);
  const isNamed = kinds.length > 0;
  const retention = isNamed ? endNow(config.retention, kinds) : config.retention;
  const swept = await withStores(context, (stores) =>
    sweep({ retention, kinds: isNamed ? kinds : undefined }, openSweep(config, stores, context)),
  );
  if (options.json === true) {
    context.output.json({ removed: swept });
  } else {
    context.output.data(describe(swept, isNamed));
  }
}

function endNow(retention: Retention, kinds: readonly KeptKind[]): Retention {
  return { ...retention, ...Object.fromEntries(kinds.map((kind) => [kind, 0])) };
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
