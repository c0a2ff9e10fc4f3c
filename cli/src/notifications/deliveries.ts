import type { Delivery } from "@catalyst/api";
import { CatalystError } from "@catalyst/core/apart";
import { openApi } from "../api/open-api.ts";
import { readId } from "../api/read-id.ts";
import type { CliContext } from "../cli-context.ts";
import { showList } from "../output/show-list.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { formatAge, formatTime } from "../output/words/format-quantity.ts";
import type { NamedDestination } from "./destinations.ts";

/** Throws `unavailable` when it couldn't be told. */
export async function testDestination({ name, team }: NamedDestination, context: CliContext): Promise<void> {
  const client = await openApi(context);
  const { state, problem } = await client.call("testDestination", { params: { destination: name }, query: { team } });
  if (state !== "delivered") {
    const why = problem ?? "no worker has tried it yet";
    throw new CatalystError("unavailable", `Telling ${name} failed: ${cleanTerminalLine(why, 400)}.`);
  }
  context.output.data(`${name} was told.`);
}

/** The newest 50. */
export async function listDeliveries(
  { name, team, isJson }: NamedDestination & { isJson: boolean },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const { data } = await client.call("listDeliveries", { params: { destination: name }, query: { team } });
  const now = new Date();
  showList(
    data,
    { isJson, output: context.output },
    {
      head: ["delivery", "age", "of", "tries", "state"],
      none: "It was told of nothing yet. Try it: catalyst notifications test <name>",
      row: (delivery) => [
        delivery.id,
        formatAge(new Date(delivery.createdAt), now),
        describeSubject(delivery),
        String(delivery.attempts),
        describeState(delivery),
      ],
    },
  );
}

export async function resendDelivery(
  { delivery: id, team }: { delivery: string; team?: string },
  context: CliContext,
): Promise<void> {
  const delivery = readId(id, { attempt: "Sending again", of: "a delivery", list: "deliveries" });
  const client = await openApi(context);
  await client.call("resendDelivery", { params: { delivery }, query: { team } });
  context.output.data("It is tried again, under its id.");
}

function describeSubject({ isTest, kind, task }: Delivery): string {
  return isTest ? "a test" : `#${task} ${kind ?? "change"}`;
}

function describeState({ state, problem, nextAt }: Delivery): string {
  const why = problem === null ? "" : `: ${cleanTerminalLine(problem, 100)}`;
  const when = nextAt === null || problem === null ? "" : `; again ${formatTime(new Date(nextAt))}`;
  return `${state === "dead" ? "given up" : state}${why}${when}`;
}
