/** What of the library is served, below `/api/auth`. What isn't here isn't there. */
const DOORS: readonly { method: "GET" | "POST"; path: RegExp }[] = [
  { method: "GET", path: /^\/get-session$/ },
  { method: "POST", path: /^\/sign-out$/ },
  { method: "GET", path: /^\/magic-link\/verify$/ },
  { method: "POST", path: /^\/sign-in\/(email|social)$/ },
  { method: "GET", path: /^\/callback\/[a-z0-9.-]{1,50}$/ },
  { method: "POST", path: /^\/link-social$/ },
  { method: "POST", path: /^\/device\/(code|token)$/ },
  { method: "GET", path: /^\/passkey\/(generate-register-options|generate-authenticate-options|list-user-passkeys)$/ },
  { method: "POST", path: /^\/passkey\/(verify-registration|verify-authentication)$/ },
];

/** `path`: below `/api/auth`. */
export function isServed(method: string, path: string): boolean {
  return DOORS.some((door) => door.method === method && door.path.test(path));
}
