import { isLogin } from "../../forge/text/is-login.ts";

/** How an answer begins: it tells whoever asked, and nobody else. */
export function addressee(login: string): string {
  return isLogin(login) ? `@${login}: ` : "";
}
