/** Where Debian and its kin install it. */
export const BUBBLEWRAP_PATH = "/usr/bin/bwrap";
export const SELF_TEST_INSIDE = "/opt/catalyst/self-test.mjs";
/** Tells the self-test inside that nothing in the workspace may be writable. */
export const READ_ONLY_WORKSPACE = "--read-only-workspace";
