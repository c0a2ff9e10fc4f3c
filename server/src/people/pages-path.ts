/** Where the pages for signing in are. */
export const PAGES_PATH = "/sign-in";
