export const SELF_TEST_INSIDE = "/opt/catalyst/self-test.mjs";
