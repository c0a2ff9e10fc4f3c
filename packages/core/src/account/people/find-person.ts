import { CatalystError } from "../../catalyst-error.ts";
import type { Person, PersonStore } from "./person.ts";

/** Who has this login. Throws `not_found`. */
export async function findPerson(
  { login, attempt }: { login: string; attempt: string },
  { people }: { people: Pick<PersonStore, "findByLogin"> },
): Promise<Person> {
  const person = await people.findByLogin(login);
  if (person === null) {
    throw new CatalystError("not_found", `${attempt} failed: there is nobody with the login ${login.slice(0, 100)}.`, {
      way: { kind: "see_list", of: "people" },
    });
  }
  return person;
}
