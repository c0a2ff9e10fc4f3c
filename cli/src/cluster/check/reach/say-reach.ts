import { z } from "zod";
import { type Finding, failed, limited, ok } from "../../../doctor/finding.ts";
import { cleanTerminalLine } from "../../../output/words/clean-terminal-text.ts";

const MAX_DETAIL = 300;
const Place = z.object({
  what: z.string(),
  host: z.string(),
  status: z.int().optional(),
  problem: z.enum(["name", "connection", "certificate", "forbidden"]).optional(),
  detail: z.string().default(""),
});
type Place = z.infer<typeof Place>;
const Told = z.object({ database: z.string().nullable(), places: z.array(Place) });

const PROBLEMS: Record<NonNullable<Place["problem"]>, [words: string, remedy: string]> = {
  name: ["its name can't be looked up", "Let the pod ask the cluster's name servers, or mend the name"],
  connection: ["nothing answers there", "Let the pod out to it: network policies, firewall, proxy of the cluster"],
  certificate: [
    "its certificate isn't trusted",
    "Name the authority that signed it (gateway.egress.authorities), or mend the certificate",
  ],
  forbidden: ["it is in a private network, where nobody may lead the gateway", "Name its host: gateway.egress.extra"],
};

/** What a container told that tried from the gateway's, or the worker's, place. */
export function sayReach(from: string, words: string): Finding[] {
  const told = Told.safeParse(parseJson(words));
  if (!told.success) {
    return [limited("reach", `What the ${from} reaches isn't known: ${clean(words)}`, null)];
  }
  const { database, places } = told.data;
  return [
    database === null
      ? ok("PostgreSQL", `the ${from} reaches it`)
      : failed(
          "PostgreSQL",
          `from the ${from}: ${clean(database)}`,
          "Mend the URL in the secret that database.existingSecret names",
        ),
    ...places.map((place) => sayPlace(from, place)),
  ];
}

function sayPlace(from: string, { what, host, status, problem, detail }: Place): Finding {
  const named = `${clean(what)} at ${clean(host)}`;
  if (problem === undefined) {
    return ok("reach", `the ${from} reaches ${named} (it answered ${status ?? "something"})`);
  }
  const [wrong, remedy] = PROBLEMS[problem];
  return failed("reach", `the ${from} doesn't reach ${named}: ${wrong} (${clean(detail)})`, remedy);
}

function clean(text: string): string {
  return cleanTerminalLine(text, MAX_DETAIL);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
