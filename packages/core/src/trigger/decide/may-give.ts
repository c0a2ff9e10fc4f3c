import { mayWrite } from "../../account/forge-permission.ts";
import type { CommandActor } from "../command/commands.ts";
import type { TriggerFacts } from "./facts.ts";

/** Whether whoever acted may give a command that such a one may. Everybody reads what is public: there, reading allows nothing. */
export function mayGive(
  who: CommandActor,
  { permission, isAsker, isPrivate }: Pick<TriggerFacts, "permission" | "isAsker" | "isPrivate">,
): boolean {
  if (mayWrite(permission)) {
    return true;
  }
  switch (who) {
    case "reader":
      return isPrivate && permission !== "none";
    case "asker":
      return isAsker;
    default:
      return false;
  }
}
