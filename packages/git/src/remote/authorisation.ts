import { configVariables, SAFE_SETTINGS } from "../run-git.ts";

/** What a repository elsewhere is read with. Worth something at its own host alone. */
export interface Authorisation {
  username: string;
  password: string;
  /** Where the repository is by now; absent: where it is known to be. */
  url?: string;
}

/** git asks for what it needs; whatever else it is asked to do, such as to store something, comes to nothing. */
const HELPER =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$CATALYST_GIT_USERNAME" "$CATALYST_GIT_PASSWORD"; }; f';

/**
 * The environment of one git that may show it to the host of the address, and to no other that it is led to: it stands in no
 * argument, no address and no file.
 */
export function authorisationVariables(url: string, { username, password }: Authorisation): Record<string, string> {
  return {
    CATALYST_GIT_USERNAME: username,
    CATALYST_GIT_PASSWORD: password,
    ...configVariables({ ...SAFE_SETTINGS, [`credential.${new URL(url).origin}.helper`]: HELPER }),
  };
}
