import { Refusal } from "../../http/refusal.ts";
import { isObject, type Rule } from "./rule.ts";

/** Google's JSON takes `fileData` and `file_data` for the same. */
const spell = (field: string) => field.replaceAll("_", "").toLowerCase();

/**
 * Writes these fields of an object as they stand here, so that what is read of them is all that is sent. Which one of two
 * spellings counts would be a guess: both in one object are refused.
 */
export function respelled(names: readonly string[]): Rule {
  const known = new Map(names.map((name) => [spell(name), name]));
  return (value) => {
    for (const field of isObject(value) ? Object.keys(value) : []) {
      const name = known.get(spell(field)) ?? field;
      if (name !== field) {
        rename(value as Record<string, unknown>, field, name);
      }
    }
  };
}

function rename(object: Record<string, unknown>, field: string, name: string): void {
  if (Object.hasOwn(object, name)) {
    throw new Refusal("invalid_request", `The request has ${name} twice, in two spellings: send one.`);
  }
  object[name] = object[field];
  delete object[field];
}
