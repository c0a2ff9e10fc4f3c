import type { RouteOutput, Routes } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatTime } from "../output/words/format-quantity.ts";

type AuditEntry = RouteOutput<Routes["listAudit"]>["data"][number];

const MAX_LIMIT = 10_000;
/** As many as a server gives at once. */
const PAGE = 200;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WHOLE_ADDRESS = /^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}$/;
const SHOWN_OF_ID = 8;

export interface ShowAuditInput {
  /** undefined: of the whole server. */
  team?: string | undefined;
  limit: string;
  isJson: boolean;
}

/** Shows who did what that concerns who may what, the newest first. */
export async function showAudit({ team, limit, isJson }: ShowAuditInput, context: CliContext): Promise<void> {
  const entries = await readEntries({ team, count: readLimit(limit) }, context);
  showList(
    entries,
    { isJson, output: context.output },
    {
      head: ["at", "who", "what", "team", "facts"],
      none: "Nothing is written down yet.",
      row: ({ at, login, person, kind, team: of, facts }) => [
        formatTime(new Date(at)),
        cleanTerminalLine(login ?? person ?? "-", 60),
        cleanTerminalLine(kind, 50),
        cleanTerminalLine(of ?? "-", 40),
        cleanTerminalLine(describeFacts(facts), 200),
      ],
    },
  );
}

async function readEntries(
  { team, count }: { team: string | undefined; count: number },
  context: CliContext,
): Promise<AuditEntry[]> {
  const client = await openApi(context);
  const entries: AuditEntry[] = [];
  for (let cursor: string | null | undefined; cursor !== null && entries.length < count; ) {
    const limit = Math.min(PAGE, count - entries.length);
    const query = { limit, ...(team === undefined ? {} : { team }), ...(cursor === undefined ? {} : { cursor }) };
    const { data, nextCursor } = await client.call("listAudit", { query });
    entries.push(...data);
    cursor = nextCursor;
  }
  return entries;
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new CatalystError(
      "invalid_input",
      `Listing what was written down failed: --limit must be a whole number from 1 to ${MAX_LIMIT}.`,
    );
  }
  return limit;
}

/** An address of IPv6 in the short form that people know, as `::1`. */
function shorten(fact: string): string {
  return WHOLE_ADDRESS.test(fact) ? new URL(`http://[${fact}]`).hostname.slice(1, -1) : fact;
}

/** Ids come last and short: what a person reads must not be what the terminal's edge cuts. */
export function describeFacts(facts: Record<string, string>): string {
  const said = Object.entries(facts).map(([name, fact]) => ({ name, fact, isId: ID.test(fact) }));
  return said
    .toSorted((one, other) => Number(one.isId) - Number(other.isId))
    .map(({ name, fact, isId }) => `${name}=${isId ? fact.slice(0, SHOWN_OF_ID) : shorten(fact)}`)
    .join(" ");
}
