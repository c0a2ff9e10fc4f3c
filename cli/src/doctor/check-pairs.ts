import type { RouteOutput, Routes } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatPlural } from "../output/words/format-quantity.ts";
import { type Finding, limited, ok } from "./finding.ts";

type PairKey = RouteOutput<Routes["listPairs"]>["data"][number];

const DAY_MILLISECONDS = 24 * 3600 * 1000;

const THINGS: Record<PairKey["sealed"][number]["what"], string> = {
  credentials: "credential",
  secrets: "secret",
  destinations: "part of a destination",
  github_apps: "App's key",
  webhook_secrets: "webhook's secret",
};

/** How old each pair is, and what is sealed to which of its keys. */
export async function checkPairs(client: Pick<ApiClient, "call">, now: Date): Promise<Finding[]> {
  const { data } = await client.call("listPairs", {});
  const pairs = Map.groupBy(data, ({ pair }) => pair);
  return [...pairs].map(([pair, keys]) => checkPair(pair, keys, now));
}

function checkPair(pair: PairKey["pair"], keys: PairKey[], now: Date): Finding {
  const name = "Keys";
  const [current, ...older] = keys.map((key) => `the ${pair}'s ${describeKey(key, now)}`);
  const leftBehind = keys.slice(1).some(({ sealed }) => sealed.length > 0) || keys[0]?.createdAt === null;
  if (!leftBehind) {
    return ok(name, current ?? "");
  }
  const isLost = keys.some(({ createdAt, sealed }) => createdAt === null && sealed.length > 0);
  return limited(
    name,
    [current, ...older].join("\n"),
    isLost
      ? "What is sealed to a key that is gone can't be opened: add it anew"
      : `Wrap what is sealed to the older ones anew: catalyst credentials rotate ${pair}`,
  );
}

function describeKey({ keyId, createdAt, sealed }: PairKey, now: Date): string {
  const age =
    createdAt === null
      ? "gone"
      : `${formatPlural(Math.floor((now.getTime() - Date.parse(createdAt)) / DAY_MILLISECONDS), "day")} old`;
  const things = sealed.map(({ what, count }) => say(count, THINGS[what] ?? cleanTerminalLine(what, 40)));
  return `${cleanTerminalLine(keyId, 64)}, ${age}: ${things.length === 0 ? "nothing is" : things.join(", ")} sealed to it`;
}

function say(count: number, thing: string): string {
  return thing === "part of a destination"
    ? `${count === 1 ? "1 part" : `${count} parts`} of destinations`
    : formatPlural(count, thing);
}
