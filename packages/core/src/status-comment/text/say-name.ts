import { isLogin } from "../../forge/text/is-login.ts";
import { codeLine } from "../../forge/text/plain-text.ts";
import type { Named } from "./status-facts.ts";

/** Somebody by their account on the forge, or by what they are called here. */
export function sayName({ name, isOfForge }: Named): string {
  return isOfForge && isLogin(name) ? `@${name}` : codeLine(name);
}
