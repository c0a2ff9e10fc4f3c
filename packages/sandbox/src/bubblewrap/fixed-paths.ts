/** Where Debian and its kin install it. */
export const BUBBLEWRAP_PATH = "/usr/bin/bwrap";
export const SELF_TEST_INSIDE = "/opt/catalyst/self-test.mjs";
