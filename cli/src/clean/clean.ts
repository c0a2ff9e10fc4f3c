import type { KeptKind } from "@catalyst/api";
import { finishWish } from "../api/finish-wish.ts";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { formatCount, formatPlural } from "../output/words/format-quantity.ts";
import { type DropSetupsOptions, dropKeptSetups } from "./drop-kept-setups.ts";

type Removed = Partial<Record<KeptKind, number>>;

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
  const removed = await sweep(isNamed ? kinds : null, context);
  if (options.json === true) {
    context.output.json({ removed });
  } else {
    context.output.data(describe(removed, isNamed));
  }
}

async function sweep(kinds: KeptKind[] | null, context: CliContext): Promise<Removed> {
  const { output, interrupted: signal } = context;
  const client = await openApi(context);
  output.status("waiting for the worker, which removes what may go …");
  try {
    const swept = await finishWish(client, await client.call("clean", { body: { kinds } }), { signal });
    return swept.kind === "swept" ? swept.removed : {};
  } finally {
    output.status(null);
  }
}

function describe(removed: Removed, isNamed: boolean): string {
  const parts = Object.entries(removed)
    .filter(([, many]) => many > 0)
    .map(([kind, many]) => count(kind as KeptKind, many));
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
    case "audit":
      return formatPlural(removed, "entry of the audit", "entries of the audit");
    case "refs":
      return formatPlural(removed, "ref of a result", "refs of results");
    default:
      return `${formatCount(removed)} ${removed === 1 ? kind.slice(0, -1) : kind}`;
  }
}
