/** What a command needs to try an environment: what installs agents costs its start as much again. */
export { checkIsolation } from "../isolation/check-isolation.ts";
