/** Where the pages for signing in are. */
export const PAGES_PATH = "/sign-in";
/** Who is signed in. */
export const DONE_PATH = `${PAGES_PATH}/done`;
