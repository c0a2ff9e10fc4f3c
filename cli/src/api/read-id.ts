import { CatalystError } from "@catalyst/core/apart";

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

interface Wanted {
  /** What fails without it: "Withdrawing an invitation". */
  attempt: string;
  /** Whose id it is: "an invitation". */
  of: string;
  /** Where there are ids of it. */
  list: "invitations" | "sessions" | "deliveries";
}

/** An id that a person gave. Throws `invalid_input` for what can be none. */
export function readId(text: string, { attempt, of, list }: Wanted): string {
  if (!ID.test(text)) {
    const given = text.slice(0, 100);
    throw new CatalystError("invalid_input", `${attempt} failed: "${given}" is no id of ${of}.`, {
      way: { kind: "see_list", of: list },
    });
  }
  return text;
}
