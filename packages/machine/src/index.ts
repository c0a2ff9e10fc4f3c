export { type FileLock, withFileLock } from "./file-lock.ts";
export {
  childrenOf,
  endProcesses,
  identifyChild,
  identifyProcess,
  isAlive,
  killProcess,
  ProcessIdentity,
  sendKill,
  signalProcess,
} from "./process-identity.ts";
export { waitUntil } from "./wait-until.ts";
