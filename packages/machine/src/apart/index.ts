/** What programs need that are started anew for each execution: all of this package costs each start more than Node itself. */
export {
  childrenOf,
  endProcesses,
  identifyChild,
  identifyProcess,
  isAlive,
  killProcess,
  sendKill,
} from "../process-identity.ts";
export { waitUntil } from "../wait-until.ts";
