import type { ApiKey } from "@catalyst/api";
import type { NewApiKey } from "../../actions/keys.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";

const MILLISECONDS_OF_DAY = 24 * 60 * 60 * 1000;

/** A key as somebody wants it. */
export interface KeyWish {
  name: string;
  role: ApiKey["role"];
  scopes: ApiKey["scopes"];
  /** `team:shop`, `project:shop/web`; empty: wherever they may. */
  place: string;
  /** Empty: until it is deleted. */
  days: string;
}

/** A key that can be forgotten does less harm where it ends by itself. */
export const FIRST: KeyWish = { name: "", role: "member", scopes: ["tasks:read"], place: "", days: "90" };

export function requestOf({ name, role, scopes, place, days }: KeyWish, now: Date): NewApiKey {
  const [kind, where] = partsOf(place);
  return {
    name: name.trim(),
    role,
    scopes,
    team: kind === "team" ? where : null,
    project: kind === "project" ? where : null,
    expiresAt: days === "" ? null : new Date(now.getTime() + Number(days) * MILLISECONDS_OF_DAY).toISOString(),
  };
}

/** The same in a terminal. */
export function commandOf({ name, role, scopes, place, days }: KeyWish): string {
  const [kind, where] = partsOf(place);
  return [
    `catalyst keys create ${quoteForShell(name.trim() || "<name>")} --scopes ${scopes.join(",")}`,
    ...(role === "member" ? [] : [`--role ${role}`]),
    ...(place === "" ? [] : [`--${kind} ${quoteForShell(where)}`]),
    ...(days === "" ? [] : [`--days ${days}`]),
  ].join(" ");
}

function partsOf(place: string): [kind: string, where: string] {
  const end = place.indexOf(":");
  return [place.slice(0, Math.max(end, 0)), place.slice(end + 1)];
}
