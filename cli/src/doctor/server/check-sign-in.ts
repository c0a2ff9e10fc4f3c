import type { ApiClient } from "@catalyst/api/own";
import { formatPlural } from "../../output/words/format-quantity.ts";
import { type Finding, limited, ok } from "../finding.ts";

export interface SignInSeen {
  /** Where it listens; null: on no port, and nobody signs in. */
  address: string | null;
  github: string | null;
}

/** Who may come in, by what, and the first step where nobody has. */
export async function checkSignIn(
  client: ApiClient,
  { address, github }: SignInSeen,
  { CATALYST_GITHUB_CLIENT_ID: id, CATALYST_GITHUB_CLIENT_SECRET: secret }: Readonly<Record<string, string>>,
): Promise<Finding[]> {
  if ((id === undefined) !== (secret === undefined)) {
    const missing = id === undefined ? "CATALYST_GITHUB_CLIENT_ID" : "CATALYST_GITHUB_CLIENT_SECRET";
    return [
      limited("Sign-in", `by GitHub it is off, as ${missing} isn't set.`, "Set both for catalyst up, or neither."),
    ];
  }
  if (address === null) {
    return [];
  }
  const [people, sessions] = await Promise.all([client.call("listPeople", {}), client.call("listSessions", {})]);
  const ways = github === null ? "passwords and passkeys" : `${github}, passwords and passkeys`;
  const said = `${formatPlural(people.data.length, "person", "people")}, by ${ways}`;
  const isNew = people.data.length <= 1 && sessions.data.length === 0;
  return isNew
    ? [{ ...ok("Sign-in", "nobody has signed in yet"), remedy: "A link that signs you in, once: catalyst open" }]
    : [ok("Sign-in", said)];
}
